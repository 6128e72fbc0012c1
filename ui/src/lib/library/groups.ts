// Questions sorted by the subject of the procedure they are about. Pure.
import type { Procedures, Question, Text } from '$lib/bindings/types';

export interface QuestionGroup {
  /** Id of a field; `null`: about no procedure. */
  id: string | null;
  name: Text | null;
  questions: Question[];
}

/** In the order of the fields, each in its own order; what is about no procedure comes last. Nothing is lost. */
export function questionGroups(questions: Question[], list: Pick<Procedures, 'fields' | 'cards'>): QuestionGroup[] {
  const fieldOf = new Map(list.cards.map((card) => [card.id, card.field]));
  const known = new Set(list.fields.map((field) => field.id));
  const about = (question: Question) => {
    const field = question.procedure === null ? undefined : fieldOf.get(question.procedure);
    return field !== undefined && known.has(field) ? field : null;
  };
  const groups: QuestionGroup[] = [
    ...list.fields.map((field) => ({ id: field.id, name: field.name })),
    { id: null, name: null },
  ].map((group) => ({ ...group, questions: questions.filter((question) => about(question) === group.id) }));
  return groups.filter((group) => group.questions.length > 0);
}
