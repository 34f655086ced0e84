/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "form/hs-form-error.h"

G_BEGIN_DECLS

/* Checks while a package is read; every complaint says line and column of what it is about. */
typedef struct
{
  HsJsonIndex *index; /* (unowned) (nullable) */
  GError **error;
} HsFormLint;

/* Sets the error and returns FALSE. pointer: of the part of the package that is wrong. */
gboolean hs_form_lint_fail (HsFormLint *lint, HsFormError code, const char *pointer,
                            const char *format, ...) G_GNUC_PRINTF (4, 5);
/* The object has only members of the list (or starting with "x-" when known has "x-*"). */
gboolean hs_form_lint_members (HsFormLint *lint, JsonObject *object, const char *pointer,
                               const char *const *known);
/* Members that must be there and be of that type; (transfer none), NULL with the error set. */
JsonObject *
hs_form_lint_object (HsFormLint *lint, JsonObject *parent, const char *pointer, const char *member);
JsonArray *
hs_form_lint_array (HsFormLint *lint, JsonObject *parent, const char *pointer, const char *member);
const char *
hs_form_lint_string (HsFormLint *lint, JsonObject *parent, const char *pointer, const char *member);
/* A member that may be absent (NULL, no error) but not of another type (NULL, *ok FALSE). */
JsonObject *hs_form_lint_maybe_object (HsFormLint *lint, JsonObject *parent, const char *pointer,
                                       const char *member, gboolean *ok);
JsonArray *hs_form_lint_maybe_array (HsFormLint *lint, JsonObject *parent, const char *pointer,
                                     const char *member, gboolean *ok);
const char *hs_form_lint_maybe_string (HsFormLint *lint, JsonObject *parent, const char *pointer,
                                       const char *member, gboolean *ok);

G_END_DECLS
