// Lists of papers for `npm run fake`: `/checklist/birth` (some ticked, some to ask), `/checklist/full`, `/checklist/changed`,
// `/checklist/lost`, `/checklist/dossier` (an office waits), `/checklist/plain`; `?empty` has none. Keeps what is done to them, as
// the core does. Its calendar is the dossiers' fake one. Development only.
import type {
  CaseAnswer,
  CasesChosen,
  ChecklistChange,
  ChecklistDetail,
  ChecklistMake,
  ChecklistPaper,
  PaperLook,
  Procedure,
} from '$lib/bindings/types';
import { casesOf } from '$lib/checklist/progress';
import { fakeContent, kind } from './fake-content';
import { ago, now } from './fake-dossiers-scenes';

const scene = new URLSearchParams(location.search);
const kinds = kind('paper-kinds') as unknown as (PaperLook & { words: string[] })[];
const spaced = (text: string) => ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;

/** As `PaperKind::of` of the domain: the word that comes first, then the longer. */
export function fakeLook(name: string): PaperLook | null {
  const found = kinds.flatMap(({ name: sort, picture, words }) =>
    words
      .map((word) => ({ look: { name: sort, picture }, at: spaced(name).indexOf(spaced(word)), long: word.length }))
      .filter((hit) => hit.at >= 0),
  );
  return found.sort((a, b) => a.at - b.at || b.long - a.long)[0]?.look ?? null;
}

interface Kept {
  id: string;
  procedure: string;
  name: string;
  answers: Record<string, CaseAnswer>;
  ticked: string[];
  /** Papers that are as good as new, and those that are gone. */
  fresh: string[];
  gone: string[];
  dossier: string | null;
  supplement: string | null;
  changed: number;
}

export function fakeChecklists(procedures: Procedure[]): Record<string, (args: never) => unknown> {
  const list = (id: string, procedure: string, more: Partial<Kept> = {}): Kept => ({
    ...{ id, procedure, name: '', answers: {}, ticked: [], fresh: [], gone: [], dossier: null, supplement: null },
    ...{ changed: now() - 3_600_000, ...more },
  });
  const answer = (procedure: string, { yes, unsure }: CasesChosen): Record<string, CaseAnswer> =>
    Object.fromEntries(
      casesOf(procedures.find((one) => one.id === procedure)?.papers ?? []).map(({ when }) => [
        when,
        yes.includes(when) ? 'yes' : unsure.includes(when) ? 'unsure' : 'no',
      ]),
    );
  const of = (id: string, yes: string[], unsure: string[]) => ({ answers: answer(id, { yes, unsure }) });
  const papersOf = (id: string) => procedures.find((one) => one.id === id)?.papers.map((paper) => paper.name) ?? [];
  const all = scene.has('empty')
    ? []
    : [
        list('birth', 'ht-khai-sinh', {
          ...of('ht-khai-sinh', ['nhờ người khác làm thay'], ['không có giấy chứng sinh', 'trẻ bị bỏ rơi']),
          ticked: ['Giấy chứng sinh'],
          name: 'bé Thử',
        }),
        list('full', 'cc-doi', { ticked: papersOf('cc-doi') }),
        list('changed', 'ct-thuong-tru', {
          ...of('ct-thuong-tru', ['vào hộ của người thân'], []),
          fresh: papersOf('ct-thuong-tru').slice(1, 2),
          gone: ['Sổ hộ khẩu giấy'],
        }),
        list('dossier', 'dd-bien-dong', {
          ...of('dd-bien-dong', [], []),
          dossier: 'papers',
          supplement: 'Bản sao giấy tờ nhà. Nộp ở quầy 3.',
        }),
        list('plain', 'nn-du-an-lien-ket'),
        list('lost', 'no-such', { gone: [] }),
        list('adoption', 'ht-nuoi-con-nuoi', of('ht-nuoi-con-nuoi', ['trẻ bị bỏ rơi', 'cha mẹ đẻ đã mất'], [])),
      ];
  const kept = new Map(all.map((one) => [one.id, one]));
  const one = (id: string): Kept => {
    const here = kept.get(id);
    if (!here) throw { code: 'not_found', errors: [] };
    return here;
  };

  function detail(k: Kept): ChecklistDetail {
    const procedure = procedures.find((p) => p.id === k.procedure) ?? null;
    const papers: ChecklistPaper[] = [...(procedure?.papers ?? [])]
      .sort((a, b) => Number(a.when !== null) - Number(b.when !== null))
      .filter((p) => p.when === null || k.answers[p.when] !== 'no')
      .map((p) => ({
        ...p,
        look: fakeLook(p.name),
        have: k.ticked.includes(p.name),
        ask: p.when !== null && k.answers[p.when] !== 'yes',
        change: k.fresh.includes(p.name) ? 'new' : null,
      }));
    const lost = procedure ? [] : ['Tờ khai', 'Căn cước'];
    const old = (name: string, change: 'gone' | null): ChecklistPaper => ({
      ...{
        name,
        when: null,
        in_source: false,
        look: fakeLook(name),
        have: k.ticked.includes(name),
        ask: false,
        change,
      },
    });
    papers.push(...k.gone.map((name) => old(name, 'gone')), ...lost.map((name) => old(name, null)));
    const counted = papers.filter((p) => p.change !== 'gone');
    const unit = scene.get('unit');
    const time = procedure?.time;
    const days = time?.unit === 'same-day' ? 0 : time?.unit === 'working-day' && !time.note ? time.value : null;
    return {
      card: {
        id: k.id,
        procedure: k.procedure,
        title: procedure?.title ?? { vi: 'Việc đã bỏ', en: 'A matter no longer listed' },
        name: k.name,
        needed: counted.filter((p) => !p.ask).length,
        missing: counted.filter((p) => !p.ask && !p.have).length,
        ask: counted.filter((p) => p.ask && !p.have).length,
        changed: !procedure || papers.some((p) => p.change !== null),
        dossier: k.dossier,
        changed_at_ms: k.changed,
      },
      procedure,
      cases: casesOf((procedure?.papers ?? []).map((p) => ({ ...p, look: fakeLook(p.name) }))).map((c) => ({
        ...c,
        answer: k.answers[c.when] ?? null,
      })),
      papers,
      due:
        days == null
          ? null
          : {
              ...{ today: ago(0), counts_from: ago(0), on: ago(-Math.ceil((days * 7) / 5)), working_days: days },
              ...{ provisional: scene.has('provisional'), unknown_year: null },
            },
      offices: fakeContent.offices.filter((o) => procedure?.office && (o as { unit?: string }).unit === unit) as never,
      waits: k.supplement !== null,
      supplement: k.supplement,
    };
  }

  type By = { id: string };
  return {
    checklists: () => ({ cards: [...kept.values()].map((k) => detail(k).card) }),
    checklist: ({ id }: By) => detail(one(id)),
    checklist_make: ({ procedure, cases, dossier }: ChecklistMake) => {
      const id = `list${kept.size}`;
      kept.set(id, list(id, procedure, { answers: answer(procedure, cases), dossier, changed: now() }));
      return detail(one(id));
    },
    checklist_change: ({ id, edit }: ChecklistChange) => {
      const k = one(id);
      if (scene.has('full')) throw { code: 'disk_full', errors: [] };
      k.changed = now();
      if (edit.do === 'tick')
        k.ticked = [...k.ticked.filter((name) => name !== edit.name), ...(edit.have ? [edit.name] : [])];
      else if (edit.do === 'cases') k.answers = answer(k.procedure, edit.cases);
      else if (edit.do === 'case') k.answers[edit.when] = edit.answer;
      else if (edit.do === 'name') k.name = edit.name.trim();
      else Object.assign(k, { fresh: [], gone: [] });
      return detail(k);
    },
    checklist_remove: ({ id }: By) => {
      kept.delete(one(id).id);
      return {};
    },
  };
}
