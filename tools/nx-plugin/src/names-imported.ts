import ts from 'typescript';

/**
 * The names that a module imports from a package or hands on from it; `*` where it takes all: as a namespace, by
 * `import()`, or by the registry `operations`.
 */
export function namesImported(file: string, text: string, packageName: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const isPackage = (node: ts.Node | undefined): boolean =>
    node !== undefined && ts.isStringLiteral(node) && node.text === packageName;
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && isPackage(node.moduleSpecifier)) names.push(...ofImport(node));
    else if (ts.isExportDeclaration(node) && isPackage(node.moduleSpecifier)) names.push(...ofExport(node));
    else if (ts.isCallExpression(node) && isImport(node.expression) && isPackage(node.arguments[0])) {
      names.push('*');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names.map((name) => (name === 'operations' ? '*' : name));
}

function isImport({ kind }: ts.Node): boolean {
  return kind === ts.SyntaxKind.ImportKeyword;
}

function ofImport({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return ['*'];
  return bindings.elements.map(originalName);
}

function ofExport({ exportClause }: ts.ExportDeclaration): string[] {
  return exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(originalName) : ['*'];
}

function originalName({ propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (propertyName ?? name).text;
}
