/** The address of a language model's endpoint, as the user types it (trust.md SEC-12). Pure. */

export type EndpointUrl =
  | {
      readonly isUsable: true
      /** Without a slash at its end. */
      readonly url: string
      /** Nothing that is sent there leaves this machine. */
      readonly isLoopback: boolean
      /** What the user should know before anything is sent; null where there is nothing. */
      readonly warning: string | null
    }
  | { readonly isUsable: false; readonly problem: string }

/**
 * Checks a base such as `http://127.0.0.1:8080/v1`. Secrets have no place in it: it is stored with the
 * settings and is named in errors, while the key is not.
 */
export function checkEndpointUrl(text: string): EndpointUrl {
  const typed = text.trim()
  if (typed === '') return refuse('no address is given')
  if (!URL.canParse(typed)) return refuse('this is no address, expected one like ' + example)
  const { protocol, username, password, search, hash, host, hostname, pathname } = new URL(typed)
  if (protocol !== 'http:' && protocol !== 'https:') {
    return refuse(`the address starts with ${protocol}, expected http:// or https://`)
  }
  if (username !== '' || password !== '') {
    return refuse('the address holds a user name or password; give the key in its own field')
  }
  if (search !== '' || hash !== '' || /[?#]/.test(typed)) {
    return refuse(`the address holds a "?" or "#", expected one like ${example}`)
  }
  const path = pathname.replace(/\/+$/, '')
  if (path.endsWith('/chat/completions')) {
    return refuse('give the address without /chat/completions')
  }
  const isLoopback = isLoopbackName(hostname)
  return {
    isUsable: true,
    url: `${protocol}//${host}${path}`,
    isLoopback,
    warning:
      protocol === 'http:' && !isLoopback
        ? `${host} is another machine, and http:// is not encrypted: words, answers and the key can be read on the way.`
        : null
  }
}

const example = 'http://127.0.0.1:8080/v1'

/** `URL` has brought every way of writing an IPv4 address to four decimal numbers already. */
function isLoopbackName(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}

function refuse(problem: string): EndpointUrl {
  return { isUsable: false, problem }
}
