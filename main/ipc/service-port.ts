import type { ServiceCalls } from '../service/contract.ts'

/** What the handlers need of the service: calls that throw its AppErrors. */
export interface ServicePort {
  call<N extends keyof ServiceCalls>(
    name: N,
    request: ServiceCalls[N][0]
  ): Promise<ServiceCalls[N][1]>
}
