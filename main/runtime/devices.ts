/** Which devices onnxruntime can compute on here, and which of them to take. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import ort, { listSupportedBackends } from 'onnxruntime-node'
import type { DeviceName, DeviceStatus } from '../../preload/data.ts'
import { AppError } from '../errors.ts'
import { cpu, type Device } from './device.ts'
import { testDevice } from './self-test.ts'

/** In order of preference. */
const devices: readonly Device[] = [
  { name: 'cuda', providers: ['cuda'] },
  { name: 'dml', providers: ['dml'] },
  { name: 'webgpu', providers: ['webgpu'] },
  cpu
]

/** Self-tests of this process: a device is tested once. */
const tested = new Map<Device['name'], DeviceStatus>()

export function engineVersion(): string {
  return ort.env.versions.node ?? ort.env.versions.common
}

/** Every device by name; one that has not been tested yet has no verdict. */
export function listDevices(): DeviceStatus[] {
  return devices.map(
    (device) =>
      tested.get(device.name) ?? {
        name: device.name,
        isAvailable: isOffered(device),
        isTrusted: device.name === 'cpu' ? true : null,
        detail: describe(device)
      }
  )
}

/** Runs the self-test against the CPU, once a process, and tells what came of it. */
export async function examineDevice(name: Device['name']): Promise<DeviceStatus> {
  const known = tested.get(name)
  if (known) return known
  const device = deviceOf(name)
  const status = isOffered(device) ? await judgeDevice(device, testDevice) : absent(device)
  tested.set(name, status)
  return status
}

/**
 * The device to compute on. `auto` takes a tested GPU provider of the system (cuda, dml) and else the
 * CPU; webgpu only when it is named, since attention of many short batches is no faster on it everywhere.
 *
 * @throws AppError `engine/device-refused` when the named one is absent or disagrees with the CPU
 */
export async function chooseDevice(
  name: DeviceName,
  examine: typeof examineDevice = examineDevice
): Promise<Device> {
  if (name === 'cpu') return cpu
  if (name === 'auto') {
    for (const device of devices) {
      if (device.name === 'webgpu' || !isOffered(device)) continue
      if (device.name === 'cpu' || (await examine(device.name)).isTrusted) return device
    }
    return cpu
  }
  const status = await examine(name)
  if (status.isTrusted) return deviceOf(name)
  throw new AppError('engine/device-refused', `device ${name}: ${status.detail}`, {
    hint: 'Choose the CPU, or "auto".'
  })
}

function deviceOf(name: Device['name']): Device {
  const device = devices.find((candidate) => candidate.name === name)
  if (!device)
    throw new AppError(
      'request/invalid',
      `device "${name}", expected one of ${devices.map((d) => d.name).join(', ')}`
    )
  return device
}

function isOffered({ name }: Device): boolean {
  const backend = listSupportedBackends().find((candidate) => candidate.name === name)
  return backend !== undefined && (backend.bundled || hasCudaLibrary())
}

/** CUDA comes as libraries that a user puts beside the engine; asking it for them would print errors. */
function hasCudaLibrary(): boolean {
  const engine = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')))
  const folder = join(engine, 'bin', 'napi-v6', process.platform, process.arch)
  const name =
    process.platform === 'win32'
      ? 'onnxruntime_providers_cuda.dll'
      : 'libonnxruntime_providers_cuda.so'
  return existsSync(join(folder, name))
}

function describe(device: Device): string {
  if (device.name === 'cpu') return 'always there'
  return isOffered(device) ? 'not tested yet' : absent(device).detail
}

function absent({ name }: Device): DeviceStatus {
  return {
    name,
    isAvailable: false,
    isTrusted: false,
    detail: 'not part of onnxruntime on this system'
  }
}

/** What a self-test says of a device: its largest difference from the CPU, or why it did not come to its end. */
export async function judgeDevice(
  device: Device,
  test: (device: Device) => Promise<number>
): Promise<DeviceStatus> {
  if (device.name === 'cpu')
    return { name: 'cpu', isAvailable: true, isTrusted: true, detail: 'always there' }
  try {
    const difference = await test(device)
    const isTrusted = difference <= selfTestTolerance
    const measured = `largest difference from the CPU ${difference.toExponential(1)} of the largest value`
    return {
      name: device.name,
      isAvailable: true,
      isTrusted,
      detail: isTrusted
        ? `agrees with the CPU: ${measured}`
        : `disagrees with the CPU: ${measured}, at most ${selfTestTolerance} is allowed`
    }
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    return {
      name: device.name,
      isAvailable: false,
      isTrusted: false,
      detail: `cannot compute here: ${reason}`
    }
  }
}

/** Relative to the largest value: what the goldens allow a column of the importance. */
const selfTestTolerance = 1e-3
