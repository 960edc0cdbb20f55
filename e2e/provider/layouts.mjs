// Where three vendors keep the endpoints that every OpenID provider has, and what they say where nothing is.

const TENANT = '9a95fd9e-005d-487a-9a01-d08c1eab2757';

export const layouts = [
    keycloak('sso.acme.io'),
    auth0('acme.us.auth0.com'),
    auth0('login.acme.io'),
    entra('login.microsoftonline.com'),
];

// Each layout: `host` it is called by, `issuer` below the origin, `discovery` (the path of the document), `routes` of
// oidc-provider, and `absent`: the answer to a path that belongs to no realm or tenant of ours, null when it does.

function keycloak(host) {
    const realm = '/realms/ops';
    const routes = {
        authorization: `${realm}/protocol/openid-connect/auth`,
        device_authorization: `${realm}/protocol/openid-connect/auth/device`,
        token: `${realm}/protocol/openid-connect/token`,
        jwks: `${realm}/protocol/openid-connect/certs`,
        userinfo: `${realm}/protocol/openid-connect/userinfo`,
    };
    // word for word what Keycloak 26 says
    const absent = (path) => {
        if (path.startsWith(`${realm}/`)) return null;
        const error = path.startsWith('/realms/') ? 'Realm does not exist' : 'Unable to find matching target resource method';
        return { status: 404, body: { error } };
    };
    return { host, issuer: realm, discovery: `${realm}/.well-known/openid-configuration`, routes, absent };
}

function auth0(host) {
    const routes = {
        authorization: '/authorize',
        device_authorization: '/oauth/device/code',
        token: '/oauth/token',
        jwks: '/.well-known/jwks.json',
        userinfo: '/userinfo',
    };
    return { host, issuer: '/', discovery: '/.well-known/openid-configuration', routes, absent: () => null };
}

function entra(host) {
    const routes = {
        authorization: `/${TENANT}/oauth2/v2.0/authorize`,
        device_authorization: `/${TENANT}/oauth2/v2.0/devicecode`,
        token: `/${TENANT}/oauth2/v2.0/token`,
        jwks: `/${TENANT}/discovery/v2.0/keys`,
        userinfo: '/oidc/userinfo',
    };
    const absent = (path) => {
        const tenant = path.split('/')[1];
        if (tenant === TENANT || path === routes.userinfo) return null;
        const error_description = `AADSTS90002: Tenant '${tenant}' not found. Check to make sure you have the correct ` +
            'tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may ' +
            'happen if there are no active subscriptions for the tenant.';
        return { status: 400, body: { error: 'invalid_tenant', error_description, error_codes: [90002] } };
    };
    const issuer = `/${TENANT}/v2.0`;
    return { host, issuer, discovery: `${issuer}/.well-known/openid-configuration`, routes, absent };
}
