/** Durations and dates for reading. */

/** A running clock: `0:07`, `12:40`, `1:02:09`. */
export function clockWords(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`
  return `${minutes}:${two(seconds % 60)}`
}

/** What is left, only as exactly as it is known: `about 4 min`. */
export function remainingWords(remainingMs: number): string {
  const seconds = remainingMs / 1000
  if (seconds < 5) return 'a few seconds'
  if (seconds < 55) return `about ${Math.round(seconds / 5) * 5} s`
  if (seconds < 55 * 60) return `about ${Math.max(1, Math.round(seconds / 60))} min`
  return `about ${(seconds / 3600).toFixed(1)} h`
}

/** The time today, the day this year, the month before: `14:02`, `3 Nov`, `Nov 2025`. */
export function dateWords(iso: string, now: Date = new Date()): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return 'unknown'
  const month = months[date.getMonth()] ?? ''
  if (date.getFullYear() !== now.getFullYear()) return `${month} ${date.getFullYear()}`
  if (date.toDateString() !== now.toDateString()) return `${date.getDate()} ${month}`
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** Day and time, for where there is room: `3 Nov 2025, 14:02`. */
export function fullDateWords(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return 'unknown'
  const time = `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`
  return `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}, ${time}`
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
