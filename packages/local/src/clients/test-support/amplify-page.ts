// What the browser loads: hands the visit to the test.
import { visit } from './amplify-visit.ts';

Object.assign(globalThis, { visit });
