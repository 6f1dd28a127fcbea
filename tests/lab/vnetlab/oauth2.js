// Sign-in by oauth2-mock-server, under the paths that Entra ID has (azure-facts 8.1).
//   node oauth2.js KEY CERT ADDRESS TENANT
const { OAuth2Server } = require('../node_modules/oauth2-mock-server');

async function main([key, cert, address, tenant]) {
  const server = new OAuth2Server(key, cert, {
    endpoints: {
      wellKnownDocument: `/${tenant}/v2.0/.well-known/openid-configuration`,
      jwks: `/${tenant}/discovery/v2.0/keys`,
    },
  });
  await server.issuer.keys.generate('RS256');
  server.issuer.url = `https://login.microsoftonline.com/${tenant}/v2.0`;
  await server.start(443, address);
}

main(process.argv.slice(2));
