/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-date.h"
#include "base/hs-json.h"
#include "base/hs-world.h"
#include "form/hs-form-list.h"

G_BEGIN_DECLS

/* One form as an office publishes it: schema, layout, rules, code lists, print. Immutable, named by
 * the SHA-256 of its bytes. Thread: any. */
#define HS_TYPE_FORM_PACKAGE (hs_form_package_get_type ())
G_DECLARE_FINAL_TYPE (HsFormPackage, hs_form_package, HS, FORM_PACKAGE, GObject)

/* Errors: HS_FORM_ERROR_PACKAGE with line and column, HS_FORM_ERROR_CYCLE, HS_FORM_ERROR_ENGINE,
 * HS_BASE_ERROR_JSON_*. */
HsFormPackage *hs_form_package_load (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsFormPackage *
hs_form_package_load_file (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, with the code lists that a package only names: in <share_dir> of world (nullable). */
HsFormPackage *
hs_form_package_load_in (HsWorld *world, GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same; kept: (nullable) (element-type HsFormList) lists that are taken before those of the installation. */
HsFormPackage *hs_form_package_load_kept (HsWorld *world, GBytes *bytes, GPtrArray *kept,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsFormPackage *hs_form_package_load_file_in (HsWorld *world, const char *path,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The shipped package of that id: <share_dir>/forms/<id>.json. */
HsFormPackage *
hs_form_package_find (HsWorld *world, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

const char *hs_form_package_get_id (HsFormPackage *self);
const char *hs_form_package_get_version (HsFormPackage *self);
const char *hs_form_package_get_title (HsFormPackage *self);
const char *hs_form_package_get_sha256 (HsFormPackage *self);
GBytes *hs_form_package_get_bytes (HsFormPackage *self);
/* (transfer none) (element-type HsFormList): those it names and was made with, each once. */
GPtrArray *hs_form_package_get_lists (HsFormPackage *self);
JsonObject *hs_form_package_get_root (HsFormPackage *self); /* (transfer none) read only */

/* First and last day it is accepted, in Viet Nam; NULL: not said. */
const HsDate *hs_form_package_get_valid_from (HsFormPackage *self);
const HsDate *hs_form_package_get_valid_to (HsFormPackage *self);
/* (transfer full) (nullable): a pointer that a step of `migrate` takes something from, and that is neither in
 * `old` nor written by a step before; NULL: there is none. */
char *hs_form_package_find_unknown_source (HsFormPackage *self, HsFormPackage *old);
/* (transfer full): laws and circulars it follows. */
char **hs_form_package_dup_legal_basis (HsFormPackage *self);

G_END_DECLS
