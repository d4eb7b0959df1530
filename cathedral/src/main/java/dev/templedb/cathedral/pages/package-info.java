/// Pages for people: HTML that the server makes, without scripts, and the forms that they send.
@NullMarked
package dev.templedb.cathedral.pages;

import org.jspecify.annotations.NullMarked;
