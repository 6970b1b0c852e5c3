/** The Electron carrier. The only file of `processes` that may import electron, and only main loads it. */
import { tmpdir } from 'node:os'
import { app, MessageChannelMain, utilityProcess } from 'electron'
import type { MessagePortMain } from 'electron'
import { exitNotice } from './child-handle.ts'
import type { ChildHandle, ForkOptions } from './child-handle.ts'
import { connectMessage } from './connect-to-parent.ts'
import { describeExit, describeGone } from './exit-reason.ts'
import { electronPortChannel } from './message-port.ts'

const tailLength = 4_000

/** A started utility process and the port that talks to it. */
export interface UtilityChild extends Omit<ChildHandle, 'channel'> {
  readonly port: MessagePortMain
}

/**
 * Starts a utility process. The line to it is a port of its own, so that main can keep it (service) or
 * hand it on to another process (a worker's to the service).
 */
export function forkUtility(options: ForkOptions & { readonly serviceName: string }): UtilityChild {
  const child = utilityProcess.fork(options.program, [...options.args], {
    env: { ...options.env },
    execArgv: [`--js-flags=--max-old-space-size=${options.heapLimitMb}`],
    cwd: tmpdir(),
    serviceName: options.serviceName,
    stdio: 'pipe'
  })
  const { port1, port2 } = new MessageChannelMain()
  child.postMessage(connectMessage, [port2])

  const { onExit, announce } = exitNotice()
  let lastOutput = ''
  let wasAsked = false
  const takeOutput = (chunk: Buffer): void => {
    const text = chunk.toString('utf8')
    lastOutput = (lastOutput + text).slice(-tailLength)
    options.onOutput(text)
  }
  child.stdout?.on('data', takeOutput)
  child.stderr?.on('data', takeOutput)

  // Electron names the reason by an event of the app; it has come by the time of the next turn.
  let goneReason: string | null = null
  const onGone = (_: unknown, details: Electron.Details): void => {
    if (details.type === 'Utility' && details.name === options.serviceName) {
      goneReason = details.reason
    }
  }
  app.on('child-process-gone', onGone)
  child.on('error', (type, location) => options.onOutput(`${type} at ${location}\n`))
  child.on('exit', (code) => {
    setImmediate(() => {
      app.off('child-process-gone', onGone)
      const isNamed = goneReason !== null && !wasAsked && code !== 0
      announce(
        isNamed
          ? describeGone(goneReason ?? '', code)
          : describeExit({ code, signal: null, lastOutput, wasAsked })
      )
    })
  })

  return {
    port: port1,
    get pid() {
      return child.pid ?? null
    },
    kill() {
      wasAsked = true
      // `kill` of a utility process is SIGTERM, which a busy native call outlives.
      if (child.pid === undefined) child.kill()
      else process.kill(child.pid, 'SIGKILL')
    },
    onExit
  }
}

/** The service: the utility process that main itself talks to. */
export function forkUtilityWithChannel(
  options: ForkOptions & { readonly serviceName: string }
): ChildHandle {
  const child = forkUtility(options)
  const channel = electronPortChannel(child.port)
  return {
    channel,
    get pid() {
      return child.pid
    },
    kill: () => child.kill(),
    onExit: (listener) => child.onExit(listener)
  }
}
