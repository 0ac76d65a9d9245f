import { join } from 'node:path';
import ts from 'typescript';
import { workspace, type CodeBlock } from './pages.ts';

const here = import.meta.dirname;

/**
 * Type-checks blocks of TypeScript, all in one program, each as a module of its own with what `reader.ts` declares.
 *
 * A statement above a comment that begins with `// error:` has to be one.
 *
 * @returns What the compiler says, by page and line.
 */
export function compileBlocks(blocks: readonly CodeBlock[]): string[] {
  const files = new Map(blocks.map((block, index) => [join(here, `block-${index}.ts`), block]));
  const { options } = ts.parseJsonConfigFileContent(
    {
      extends: '../../tsconfig.base.json',
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false, lib: ['ES2024', 'ESNext', 'DOM'] },
    },
    ts.sys,
    join(workspace, 'tools/docs'),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const block = files.get(name);
    return block
      ? ts.createSourceFile(name, moduleOf(block), version)
      : getSourceFile(name, version, ...rest);
  };
  const program = ts.createProgram([...files.keys(), join(here, 'reader.ts')], options, host);
  // Of the blocks alone: what they import is checked where it is made.
  return [...files].flatMap(([name, block]) => {
    const file = program.getSourceFile(name);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText, start = 0 }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${block.page.path}:${block.line + line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}

// Keeps the lines where they are.
function moduleOf({ code }: CodeBlock): string {
  const lines = code.split('\n');
  // The directive is for the line after it.
  const expecting = lines.map((line, index) =>
    lines[index + 2]?.startsWith('// error:') ? `${line} // @ts-expect-error` : line,
  );
  return `${expecting.join('\n')}\nexport {};\n`;
}
