/** The program fio, which shows what a disk does. */
package io.blocktier.benchmarks.fio;
