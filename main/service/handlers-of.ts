import type { Handlers } from '../processes/rpc.ts'
import type { ServiceCalls } from './contract.ts'

/** The handlers of some of the service's calls. */
export type HandlersOf<Name extends keyof ServiceCalls> = Pick<Handlers<ServiceCalls>, Name>
