// PouchDB's server, its databases in memory, which is how it is fastest; and the page that syncs with it. Arguments: port, directory of the
// packages, file with the documents. Prints a line when it listens.
const { createRequire } = require('node:module')
const { readFileSync } = require('node:fs')
const [port, dir, documents] = process.argv.slice(2)
const need = createRequire(dir + '/')
const express = need('express')
const PouchDB = need('pouchdb-core').plugin(need('pouchdb-adapter-memory')).plugin(need('pouchdb-mapreduce')).plugin(need('pouchdb-replication'))

const app = express()
app.get('/bench', (_, answer) => answer.type('html').send('<!doctype html><title>PouchDB</title><script src="/bench/pouchdb.min.js"></script><script src="/bench/pouchdb.indexeddb.min.js"></script>'))
app.use('/bench', express.static(dir + '/node_modules/pouchdb/dist'))
app.use('/', need('express-pouchdb')(PouchDB.defaults({ adapter: 'memory' }), { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: '/dev/null' }))

const db = new (PouchDB.defaults({ adapter: 'memory' }))('members')
db.bulkDocs(JSON.parse(readFileSync(documents, 'utf8'))).then((done) => {
  const wrong = done.find((d) => d.error)
  if (wrong) throw wrong
  app.listen(Number(port), '127.0.0.1', () => console.log('listens'))
})
