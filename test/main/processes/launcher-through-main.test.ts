import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { exitNotice } from '../../../main/processes/child-handle.ts'
import {
  launcherThroughMain,
  serveWorkerLaunches
} from '../../../main/processes/launcher-through-main.ts'
import type { ForkedWorker } from '../../../main/processes/launcher-through-main.ts'
import { openChannel } from '../../../main/processes/channel.ts'
import type { ElectronPort, ElectronPortEvent } from '../../../main/processes/message-port.ts'
import { electronPortChannel } from '../../../main/processes/message-port.ts'
import { client, serve } from '../../../main/processes/rpc.ts'

/** A port of Node that behaves as one of Electron does: events with `data` and `ports`. */
class FakeElectronPort extends EventEmitter implements ElectronPort {
  readonly #port: MessagePort

  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.on('message', (data: unknown) => {
      const event: ElectronPortEvent = { data, ports: [] }
      this.emit('message', event)
    })
    port.on('close', () => this.emit('close'))
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message)
  }

  start(): void {
    this.#port.start()
  }

  close(): void {
    this.#port.close()
  }
}

function electronPorts(): readonly [FakeElectronPort, FakeElectronPort] {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  return [new FakeElectronPort(port1), new FakeElectronPort(port2)]
}

/** Main and service in one process; ports travel as they are. */
function mainAndService() {
  const main = openChannel({
    send: (message, ports) => queueMicrotask(() => service.deliver(message, ports)),
    close: () => service.closed('closed')
  })
  const service = openChannel({
    send: (message, ports) => queueMicrotask(() => main.deliver(message, ports)),
    close: () => main.closed('closed')
  })
  return { main: main.channel, service: service.channel }
}

interface EchoCalls {
  'role/echo': [null, string]
}

it('the service gets a line to a worker that main started, hears its end and can have it killed', async () => {
  const { main, service } = mainAndService()
  const killed: string[] = []
  serveWorkerLaunches(main, (role): ForkedWorker => {
    const [mainEnd, workerEnd] = electronPorts()
    serve<EchoCalls>(electronPortChannel(workerEnd), { 'role/echo': () => `I am ${role}` })
    const { onExit, announce } = exitNotice()
    const kill = (): void => {
      killed.push(role)
      announce({ kind: 'killed', sentence: 'was stopped on request' })
    }
    return { port: mainEnd, pid: 42, kill, onExit }
  })
  const launcher = launcherThroughMain(service)
  const [jobs, desk] = await Promise.all([launcher.launch('jobs'), launcher.launch('desk')])
  expect(await client<EchoCalls>(jobs.channel).call('role/echo', null)).toBe('I am jobs')
  expect(await client<EchoCalls>(desk.channel).call('role/echo', null)).toBe('I am desk')
  expect(desk.pid).toBe(42)
  const ended = new Promise((resolve) => desk.onExit(resolve))
  desk.kill()
  expect(await ended).toEqual({ kind: 'killed', sentence: 'was stopped on request' })
  expect(killed).toEqual(['desk'])
  service.close()
  expect(killed).toEqual(['desk', 'jobs'])
})

it('a start that fails in main fails in the service', async () => {
  const { main, service } = mainAndService()
  serveWorkerLaunches(main, () => {
    throw new Error('no such program')
  })
  await expect(launcherThroughMain(service).launch('jobs')).rejects.toThrow('no such program')
})

it('a start that main never answers fails when main is gone', async () => {
  const { main, service } = mainAndService()
  const launching = launcherThroughMain(service).launch('jobs')
  main.close()
  await expect(launching).rejects.toThrow('closed')
})
