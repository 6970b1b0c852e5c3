/** The first unit of a run on prompts: what is fixed for all of it. */
import { availableParallelism } from 'node:os'
import type { DeviceName } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { Device } from '../../runtime/device.ts'
import { chooseDevice } from '../../runtime/devices.ts'
import type { StartValues } from './attribution-units.ts'
import { programVersions } from './versions.ts'

export async function startValues(
  { device, nThreads }: { readonly device: DeviceName; readonly nThreads: number },
  methodVersion: number
): Promise<StartValues> {
  const chosen = await chooseDevice(device)
  return {
    device: chosen.name,
    nThreads: nThreads || availableParallelism(),
    versions: programVersions(methodVersion)
  }
}

/** The device that the run began on. */
export async function startedDevice({ device }: Pick<StartValues, 'device'>): Promise<Device> {
  if (device === 'cpu' || device === 'webgpu' || device === 'cuda' || device === 'dml') {
    return chooseDevice(device)
  }
  throw new AppError('internal', `the stored device is "${device}"`)
}
