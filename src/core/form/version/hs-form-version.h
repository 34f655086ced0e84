/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form-package.h"

G_BEGIN_DECLS

/* What a new version of a form asks of those who have begun the old one. */
typedef enum
{
  HS_FORM_CHANGE_NONE,  /* the same bytes */
  HS_FORM_CHANGE_PATCH, /* words, layout, help, print: every draft goes on as it is */
  HS_FORM_CHANGE_MINOR, /* asks no more than before: what was right stays right */
  HS_FORM_CHANGE_MAJOR, /* removed, renamed, retyped or stricter: what was right may be wrong */
} HsFormChange;

/* One difference. */
typedef struct
{
  HsFormChange change;
  char *
    pointer; /* (owned) field ("/con/hoTen", a star for rows), or a part of the package ("layout") */
  char *what; /* (owned) precise English, for form authors */
} HsFormReason;

typedef struct
{
  HsFormChange change;  /* the greatest of the reasons */
  HsFormChange claimed; /* what the version numbers say; NONE: the number did not rise */
  GPtrArray *reasons;   /* (owned) (element-type HsFormReason) greatest first, then by pointer */
} HsFormComparison;

/* "1", "1.2" or "1.2.3", each number below 1,000,000. FALSE: it is no version. */
gboolean hs_form_version_parse (const char *text, guint numbers[3]);
/* <0, 0, >0; what is no version comes before all others. */
int hs_form_version_compare (const char *a, const char *b);
const char *hs_form_change_get_name (HsFormChange self); /* "none", "patch", "minor", "major" */

/* What has changed from old to new. A changed rule that cannot be shown to forbid no more counts as
 * MAJOR, and its reason says so. Errors: HS_FORM_ERROR_PACKAGE: they are not versions of one form. Thread: any. */
HsFormComparison *
hs_form_compare (HsFormPackage *old, HsFormPackage *new, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The new version number claims what has changed. Errors: HS_FORM_ERROR_PACKAGE. */
gboolean hs_form_comparison_check (HsFormComparison *self, HsFormPackage *old, HsFormPackage *new,
                                   GError **error);
void hs_form_comparison_free (HsFormComparison *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFormComparison, hs_form_comparison_free)

G_END_DECLS
