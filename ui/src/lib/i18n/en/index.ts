import type { Catalogue } from '../vi';
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

export const en: Catalogue = {
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
