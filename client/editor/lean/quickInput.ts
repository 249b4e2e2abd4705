/** Stands in for Monaco's quick input: the page has its own command palette. Nobody answers what is asked here. */
export class StandaloneQuickInputService {
  pick = async () => undefined;
  input = async () => undefined;
}
