declare global {
  namespace App {
    // What a history entry holds besides its address.
    interface PageState {
      /** A question somebody asks: never in an address. */
      q?: string;
      /** Which of its answers is open. */
      pick?: number;
    }
  }
}

export {};
