/** Why a process ended, in the words of Electron's `child-process-gone` (trust.md DUR-18). */
export type ExitKind =
  | 'clean-exit'
  | 'abnormal-exit'
  | 'killed'
  | 'crashed'
  | 'oom'
  | 'launch-failed'
  | 'integrity-failure'
  | 'memory-eviction'

export interface ExitReason {
  readonly kind: ExitKind
  /** A plain sentence part that follows "the worker", e.g. "ran out of memory". */
  readonly sentence: string
}

/** What is known of an ended process. */
export interface ExitFacts {
  readonly code: number | null
  readonly signal: string | null
  /** The last of what it wrote to stderr: V8 says there that its heap is full. */
  readonly lastOutput?: string
  /** This program asked for it. */
  readonly wasAsked?: boolean
}

const sentences: Readonly<Record<ExitKind, string>> = {
  'clean-exit': 'ended by itself',
  'abnormal-exit': 'ended with an error',
  killed: 'was killed from outside, possibly by the system because memory was short',
  crashed: 'crashed in native code',
  oom: 'ran out of memory',
  'launch-failed': 'could not be started',
  'integrity-failure': 'was stopped because a program file was changed',
  'memory-eviction': 'was stopped by the system to free memory'
}

/** Names the reason of an exit from code, signal and last output. */
export function describeExit(facts: ExitFacts): ExitReason {
  if (facts.wasAsked === true) return { kind: 'killed', sentence: 'was stopped on request' }
  const kind = kindOf(facts)
  const detail =
    facts.signal ?? (facts.code === null || facts.code === 0 ? null : `code ${facts.code}`)
  return { kind, sentence: sentences[kind] + (detail === null ? '' : ` (${detail})`) }
}

/** The sentence for a reason that Electron has named itself. */
export function describeGone(reason: string, code: number): ExitReason {
  const kind = isExitKind(reason) ? reason : 'abnormal-exit'
  return { kind, sentence: sentences[kind] + (code === 0 ? '' : ` (code ${code})`) }
}

function kindOf({ code, signal, lastOutput = '' }: ExitFacts): ExitKind {
  if (/heap out of memory|allocation failed|std::bad_alloc/i.test(lastOutput)) return 'oom'
  if (signal !== null) return crashSignals.has(signal) ? 'crashed' : 'killed'
  if (code === 0) return 'clean-exit'
  if (code !== null && crashCodes.has(code >>> 0)) return 'crashed'
  return 'abnormal-exit'
}

const crashSignals = new Set([
  'SIGABRT',
  'SIGSEGV',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
  'SIGSYS'
])

/** 128 + signal as a shell reports it; Windows: access violation, stack overflow, fast fail, heap corruption. */
const crashCodes = new Set([
  128 + 6,
  128 + 11,
  128 + 7,
  128 + 4,
  128 + 8,
  0xc0000005,
  0xc00000fd,
  0xc0000409,
  0xc0000374
])

function isExitKind(reason: string): reason is ExitKind {
  return Object.hasOwn(sentences, reason)
}
