import { freemem } from 'node:os'

/** Bytes free to this process, a container's limit counted; what the machine has free in Node before 22. */
export function availableMemory(): number {
  return 'availableMemory' in process ? process.availableMemory() : freemem()
}
