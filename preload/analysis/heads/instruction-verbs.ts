const verbs =
  'translate explain summarize retrieve revise generate describe classify create evaluate correct ' +
  'develop identify analyze compose demonstrate interpret design solve follow clarify say help act ' +
  'recommend estimate edit format repeat write give find make have tell output predict detect'

/** Verbs that instructions are given with (method.md section 3). */
export const instructionVerbs: readonly string[] = verbs.split(' ')
