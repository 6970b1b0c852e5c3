/** Short messages that a view leaves behind, with at most one thing to do about each. */

export interface Toast {
  readonly id: number
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Long enough to read and to reach the button by keyboard. */
export const toastMs = 8_000

export class Toasts {
  list = $state.raw<readonly Toast[]>([])
  #nextId = 1
  #timers = new Map<number, ReturnType<typeof setTimeout>>()

  show(text: string, action?: Toast['action']): number {
    const id = this.#nextId++
    this.list = [...this.list.slice(-2), { id, text, ...(action && { action }) }]
    this.resume(id)
    return id
  }

  dismiss(id: number): void {
    this.hold(id)
    this.list = this.list.filter((toast) => toast.id !== id)
  }

  /** Keeps a toast while the pointer or the focus is on it. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
  }

  resume(id: number): void {
    this.hold(id)
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), toastMs)
    )
  }
}
