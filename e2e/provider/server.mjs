// One server with an OpenID provider behind each name of layouts.mjs; prints one line of JSON when it listens.

import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { layouts } from './layouts.mjs';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const DISCOVERY = '/.well-known/openid-configuration';

// The same three clients as in e2e/keycloak/realm.json.
const device = { grant_types: [DEVICE_GRANT, 'refresh_token'], response_types: [], redirect_uris: [] };
const clients = [
    { client_id: 'influxctl', token_endpoint_auth_method: 'none', ...device },
    {
        client_id: 'without-device-grant',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        redirect_uris: ['https://app.acme.io/back'],
    },
    { client_id: 'confidential', client_secret: 'throw-away-and-never-used', ...device },
];

// The members of PKCS #1's RSAPrivateKey behind its version (RFC 8017 appendix A.1.2), by their names in a JWK.
const MEMBERS = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'];

// By way of DER: `KeyObject.export({ format: 'jwk' })` of Node 20 was seen to wait for itself for ever.
function signingKey() {
    const der = { format: 'der', type: 'pkcs1' };
    const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: der,
        privateKeyEncoding: der,
    });
    const integers = readIntegers(privateKey).slice(1).map((bytes) => bytes.toString('base64url'));
    const members = Object.fromEntries(MEMBERS.map((name, at) => [name, integers[at]]));
    return { kty: 'RSA', ...members, kid: randomBytes(12).toString('base64url'), use: 'sig', alg: 'RS256' };
}

// The integers of a DER sequence, without the zeros that keep them positive.
function readIntegers(der) {
    let at = 0;
    const element = () => {
        at += 1;
        let length = der[at++];
        if (length > 0x7f) {
            const octets = length & 0x7f;
            length = der.readUIntBE(at, octets);
            at += octets;
        }
        return length;
    };
    element();
    const integers = [];
    while (at < der.length) {
        const length = element();
        const bytes = der.subarray(at, at + length);
        at += length;
        integers.push(bytes[0] === 0 && bytes.length > 1 ? bytes.subarray(1) : bytes);
    }
    return integers;
}

function publicPart({ kty, n, e, kid, use, alg }) {
    return { kty, n, e, kid, use, alg };
}

function provider(layout, origin) {
    const issuer = new URL(layout.issuer, origin).href;
    return new Provider(issuer, {
        clients,
        routes: layout.routes,
        jwks: { keys: [signingKey()] },
        cookies: { keys: [randomBytes(16).toString('hex')] },
        features: { deviceFlow: { enabled: true }, devInteractions: { enabled: false } },
        findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
        ttl: { DeviceCode: 600, Grant: 3600, Session: 3600, AccessToken: 3600, IdToken: 3600 },
    }).callback();
}

function sendJson(response, status, body) {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const folder = mkdtempSync(join(tmpdir(), 'idplint-provider-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));

const hosts = layouts.map(({ host }) => host);
execFileSync(join(import.meta.dirname, '../authority'), [folder, 'localhost', ...hosts], { stdio: 'ignore' });
const read = (name) => readFileSync(join(folder, name));
const server = createServer({ key: read('server.key'), cert: read('server.pem') });

server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    const byHost = new Map(layouts.map((layout) => {
        const origin = `https://${layout.host}:${port}`;
        return [`${layout.host}:${port}`, { ...layout, answer: provider(layout, origin) }];
    }));
    // Keys that no issuer of ours signs with: what is left behind after a move to another provider.
    const retired = { keys: [publicPart(signingKey())] };

    server.on('request', (request, response) => {
        const layout = byHost.get(request.headers.host);
        if (!layout) return sendJson(response, 421, { error: 'no layout answers to this name' });
        const path = request.url.split('?')[0];
        if (path === '/retired/keys') return sendJson(response, 200, retired);
        const absent = layout.absent(path);
        if (absent) return sendJson(response, absent.status, absent.body);
        // oidc-provider serves its document at the root only; the layouts know nothing there.
        if (path === layout.discovery) request.url = DISCOVERY;
        else if (path === DISCOVERY) return sendJson(response, 404, {});
        return layout.answer(request, response);
    });
    console.log(JSON.stringify({ port, ca_file: join(folder, 'ca.pem') }));
});
