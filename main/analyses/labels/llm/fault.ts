/** How a request to the endpoint can end without an answer, and what that is called. */
import { AppError } from '../../../errors.ts'

export interface Fault {
  readonly kind:
    'down' | 'unknown-host' | 'tls' | 'not-http' | 'reset' | 'cut-off' | 'timeout' | 'too-large'
  /** The system's own code, or a figure. */
  readonly detail: string
}

/** Worth another try: the next one may find the server well. */
const passing: ReadonlySet<Fault['kind']> = new Set(['reset', 'cut-off', 'timeout'])

export function isPassing({ kind }: Fault): boolean {
  return passing.has(kind)
}

const words: Readonly<Record<Fault['kind'], { readonly what: string; readonly hint: string }>> = {
  down: {
    what: 'nothing answers there',
    hint: 'Start the server, or correct its address and port.'
  },
  'unknown-host': {
    what: 'no machine of this name is known',
    hint: 'Correct the name in the address, or look at the network connection.'
  },
  tls: {
    what: 'no secure connection came about',
    hint: 'Look whether the server speaks https, and whether this machine trusts its certificate.'
  },
  'not-http': {
    what: 'what answers there does not speak HTTP',
    hint: 'Correct the port of the address.'
  },
  reset: {
    what: 'the server broke the connection off',
    hint: "Look into the server's own log, then resume the run."
  },
  'cut-off': {
    what: 'the answer broke off in the middle',
    hint: "Look into the server's own log, then resume the run."
  },
  timeout: {
    what: 'the answer took too long',
    hint: 'Allow more seconds for an answer, or take a smaller model.'
  },
  'too-large': {
    what: 'the answer is too large',
    hint: 'Look whether the address is that of a language model.'
  }
}

/** The error that a fault becomes when no further try is made. */
export function faultError(url: string, { kind, detail }: Fault, nTries: number): AppError {
  const { what, hint } = words[kind]
  const tries = nTries > 1 ? `, ${nTries} tries` : ''
  return new AppError('endpoint/unreachable', `${url}: ${what} (${detail}${tries})`, { hint })
}
