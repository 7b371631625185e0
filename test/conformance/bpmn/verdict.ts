/** How a conformance case ended. */
export type Verdict =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly reason: string }
  /** The model uses what the engine does not have, and it says so when it is deployed. */
  | { readonly outcome: 'unsupported'; readonly reason: string }
  /** A rule about what the engine does not read (collaborations, choreographies, data interfaces), and it takes the model. */
  | { readonly outcome: 'notApplicable'; readonly reason: string };
