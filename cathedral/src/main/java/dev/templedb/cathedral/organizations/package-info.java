/// Organizations: owners of projects with members in roles.
@NullMarked
package dev.templedb.cathedral.organizations;

import org.jspecify.annotations.NullMarked;
