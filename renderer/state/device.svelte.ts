/** The devices that can compute, and what the planned run needs of memory. */
import type { ErrorReport } from '../../preload/contract.ts'
import type { DeviceStatus, RunPlan } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'

export class DeviceState {
  list = $state.raw<readonly DeviceStatus[]>([])
  /** The device whose self-test is running. */
  testing = $state<DeviceStatus['name'] | null>(null)
  error = $state.raw<ErrorReport>()
  /** Set by the view that plans a run, so that the side bar can say what it needs. */
  plans = $state.raw<readonly RunPlan[]>([])

  /** The largest need among the planned runs, which go one after another. */
  readonly neededBytes = $derived(Math.max(0, ...this.plans.map((plan) => plan.neededBytes)))
  readonly freeBytes = $derived(this.plans[0]?.freeBytes ?? null)

  async load(): Promise<void> {
    try {
      this.list = await call('device/list', {})
    } catch (thrown) {
      this.error = reportOf(thrown)
    }
  }

  /** Compares the device with the CPU on a small graph; the answer replaces its entry. */
  async test(name: DeviceStatus['name']): Promise<void> {
    if (this.testing) return
    this.testing = name
    this.error = undefined
    try {
      const tested = await call('device/test', { device: name })
      this.list = this.list.map((device) => (device.name === name ? tested : device))
    } catch (thrown) {
      this.error = reportOf(thrown)
    } finally {
      this.testing = null
    }
  }
}
