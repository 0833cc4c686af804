// Package store is the database: one DuckDB file, its schema, its named
// queries and its transactions.
package store
