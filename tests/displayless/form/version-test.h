/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-package.h"

G_BEGIN_DECLS

/* A small form in several versions. */

/* One change of the package's JSON: a pointer ("-" at the end of an array), JSON with ' for ", NULL: removed. */
typedef struct
{
  const char *pointer; /* NULL: no change */
  const char *json;
} VersionEdit;

GBytes *version_test_bytes (const char *version, const VersionEdit *edits,
                            guint n_edits) G_GNUC_WARN_UNUSED_RESULT;
HsFormPackage *version_test_package (const char *version, const VersionEdit *edits,
                                     guint n_edits) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
