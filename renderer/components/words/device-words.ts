/** Devices as a user knows them. */
import type { DeviceName, DeviceStatus } from '../../../preload/data.ts'

const titles: Record<DeviceName, string> = {
  auto: 'Automatic',
  cpu: 'CPU',
  webgpu: 'GPU (WebGPU)',
  cuda: 'GPU (CUDA)',
  dml: 'GPU (DirectML)'
}

export function deviceTitle(name: DeviceName): string {
  return titles[name]
}

/** What is known of a device, in two or three words. */
export function deviceState({ isAvailable, isTrusted }: DeviceStatus): string {
  if (!isAvailable) return 'not available'
  if (isTrusted === null) return 'not tested yet'
  return isTrusted ? 'agrees with the CPU' : 'disagrees with the CPU'
}
