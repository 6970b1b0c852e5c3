import type { ServicePort } from '../../main/ipc/service-port.ts'
import type { ServiceCalls } from '../../main/service/contract.ts'

type Answers = {
  readonly [N in keyof ServiceCalls]?: (request: ServiceCalls[N][0]) => ServiceCalls[N][1]
}

/** A service that answers the given calls and writes down every request; others are an error. */
export function answeringService(answers: Answers): ServicePort & {
  readonly requests: readonly (readonly [name: string, request: unknown])[]
} {
  const requests: (readonly [string, unknown])[] = []
  return {
    requests,
    async call(name, request) {
      requests.push([name, request])
      const answer = answers[name]
      if (answer === undefined) throw new Error(`the fake service does not answer ${name}`)
      return answer(request)
    }
  }
}
