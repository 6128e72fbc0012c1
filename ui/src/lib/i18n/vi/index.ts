import * as ask from './ask';
import * as checklist from './checklist';
import * as common from './common';
import * as days from './days';
import * as dossiers from './dossiers';
import * as dossiersAsk from './dossiersAsk';
import * as errors from './errors';
import * as explore from './explore';
import * as library from './library';
import * as procedures from './procedures';
import * as report from './report';
import * as reports from './reports';
import * as shell from './shell';
import * as states from './states';
import * as talk from './talk';
import * as track from './track';
import * as triage from './triage';
import * as waits from './waits';
import * as welcome from './welcome';

// Vietnamese comes first: its shape is the shape of every catalogue. A new feature adds its file here and in `en`.
export const vi = {
  ...ask,
  ...checklist,
  ...common,
  ...days,
  ...dossiers,
  ...dossiersAsk,
  ...errors,
  ...explore,
  ...library,
  ...procedures,
  ...report,
  ...reports,
  ...shell,
  ...states,
  ...talk,
  ...track,
  ...triage,
  ...waits,
  ...welcome,
};

type Same<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : T extends readonly unknown[]
      ? string[]
      : { [K in keyof T]: Same<T[K]> };

/** What every language must have, text by text. */
export type Catalogue = Same<typeof vi>;
