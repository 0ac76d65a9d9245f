export { loadProjectFiles } from './load-project-files.ts';
