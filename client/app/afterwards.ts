/** What comes after the first view, as one piece to fetch. */
export { followDecisions } from './deciding.ts';
export { followEnforced } from './enforcing.ts';
