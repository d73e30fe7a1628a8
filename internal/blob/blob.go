// Package blob keeps files by the hash of their content in a folder.
package blob
