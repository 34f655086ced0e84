// SPDX-License-Identifier: GPL-3.0-or-later
// A portal made of servers nobody here wrote: @tus/server for uploads, oidc-provider for sign-in; only discovery, /me and
// a person who agrees to everything (/_peer/approve?uri=…) are ours. Prints its address, ends with its standard input.
// Usage: node portal-peer.mjs MODULES DIR, where MODULES holds node_modules and DIR takes the uploads.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import http from 'node:http'
import path from 'node:path'

const [modules, dir] = process.argv.slice(2)
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const load = name => import(pathToFileURL(require.resolve(name)))
const { Server } = await load('@tus/server')
const { FileStore } = await load('@tus/file-store')
const { Provider } = await load('oidc-provider')

const server = http.createServer()
await new Promise(done => server.listen(0, '127.0.0.1', done))
const origin = `http://127.0.0.1:${server.address().port}`

const tus = new Server({ path: '/v1/uploads', datastore: new FileStore({ directory: dir }), respectForwardedHeaders: false })
const oidc = new Provider(origin, {
  clients: [{
    client_id: 'io.github.hosoapp.HoSo', application_type: 'native', token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/'], response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code']
  }],
  features: { deviceFlow: { enabled: true }, revocation: { enabled: true } },
  claims: { openid: ['sub'], profile: ['name'] },
  conformIdTokenClaims: false,
  rotateRefreshToken: true,
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Phạm Thị Đào' }) })
})
// It compares the path too; the contract wants any path on loopback.
oidc.Client.prototype.redirectUriAllowed = uri => new URL(uri).hostname === '127.0.0.1'
const callback = oidc.callback()

async function approve (uri) {
  const cookies = new Map()
  let request = { url: uri, method: 'GET' }
  for (let step = 0; step < 20; step++) {
    const headers = { cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') }
    if (request.body) headers['content-type'] = 'application/x-www-form-urlencoded'
    const answer = await fetch(request.url, { method: request.method, body: request.body, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    const html = await answer.text()
    if (location) {
      request = { url: new URL(location, request.url).href, method: 'GET' }
      continue
    }
    const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(html)
    if (!form) return `${answer.status} ${step}`
    const fields = new URLSearchParams()
    for (const [tag] of form[2].matchAll(/<(?:input|button)[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(tag)?.[1]
      if (name && name !== 'abort') fields.set(name, name === 'login' || name === 'password' ? 'dao' : /value="([^"]*)"/.exec(tag)?.[1] ?? '')
    }
    request = { url: new URL(form[1].replaceAll('&amp;', '&'), request.url).href, method: 'POST', body: fields.toString() }
  }
  return 'no end'
}

function send (res, status, object) {
  const text = JSON.stringify(object)
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  res.end(text)
}

server.on('request', (req, res) => {
  const url = new URL(req.url, origin)
  if (url.pathname === '/.well-known/portal') {
    send(res, 200, {
      name: 'Peers', issuer: origin, apiUrl: `${origin}/v1`, uploadUrl: `${origin}/v1/uploads`,
      limits: { maxFileBytes: 1e8, maxFiles: 10, maxTotalBytes: 1e9, mediaTypes: ['application/pdf'] },
      receiptKeys: [{ keyId: 'k', algorithm: 'Ed25519', publicKey: 'A'.repeat(43) }]
    })
  } else if (url.pathname === '/v1/me') send(res, 200, { sub: 'dao', name: 'Phạm Thị Đào' })
  else if (url.pathname.startsWith('/v1/uploads')) tus.handle(req, res)
  else if (url.pathname === '/_peer/approve') {
    approve(url.searchParams.get('uri')).then(said => send(res, 200, { said }), error => send(res, 500, { said: String(error) }))
  } else callback(req, res)
})
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
console.log(origin)
