import { errorCodes } from '$lib/bindings/commands';
import type { ApiError, FieldError } from '$lib/bindings/types';

/** A code the screens have a sentence for. */
export type ErrorCode = (typeof errorCodes)[number];

/** What the core (or the way to it) answers when something does not work. Screens turn it into a sentence with `sentence()`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: FieldError[];

  constructor(code: string, errors: FieldError[] = []) {
    super(code);
    this.name = 'AppError';
    // A code this build does not know is still an error a person must read about.
    this.code = (errorCodes as readonly string[]).includes(code) ? (code as ErrorCode) : 'internal';
    this.errors = errors;
  }

  /** Makes an `AppError` of whatever was thrown. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
      const { code, errors } = thrown as Partial<ApiError>;
      return new AppError(String(code), Array.isArray(errors) ? errors : []);
    }
    return new AppError('internal');
  }
}
