import ts from 'typescript';

/** What a type-check cost. */
export interface CheckCost {
  /** Of CPU time. */
  readonly milliseconds: number;
  /** Types that the checker made; the same on every machine. */
  readonly types: number;
}

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};
const libraries = new Map<string, ts.SourceFile | undefined>();

/**
 * Parses, binds and checks some files as `tsc` would; the libraries are parsed once for all runs.
 *
 * @param files - By absolute path.
 * @throws Error with the first diagnostic, if there is one: what does not compile is no benchmark.
 */
export function checkTypes(files: ReadonlyMap<string, string>): CheckCost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.fileExists = (file) => files.has(file) || ts.sys.fileExists(file);
  host.readFile = (file) => files.get(file) ?? ts.sys.readFile(file);
  host.getSourceFile = (file, language) => {
    const text = files.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, language);
    if (!libraries.has(file)) libraries.set(file, read(file, language));
    return libraries.get(file);
  };
  const before = process.cpuUsage();
  const program = ts.createProgram([...files.keys()], options, host);
  const own = [...files.keys()].flatMap((file) => program.getSourceFile(file) ?? []);
  const [problem] = own.flatMap((file) => ts.getPreEmitDiagnostics(program, file));
  if (problem) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, types: program.getTypeCount() };
}
