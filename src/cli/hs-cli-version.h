/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-cli.h"

#include "form/version/hs-form-kept.h"

G_BEGIN_DECLS

/* Commands: form compare, form move, dossier move-form. */
HsExit hs_cli_form_compare (HsCli *cli, int argc, char **argv);
HsExit hs_cli_form_move (HsCli *cli, int argc, char **argv);
HsExit hs_cli_dossier_move_form (HsCli *cli, int argc, char **argv);

/* form check --against: the comparison goes into the verdict; FALSE: the version claims too little. */
gboolean hs_cli_check_against (HsCli *cli, HsFormPackage *package, const char *against,
                               JsonObject *verdict, GError **error);
/* The member "form" of a dossier. */
void hs_cli_add_form_version (HsDossier *dossier, JsonObject *object);

/* hs-cli-form.c: the id of a shipped form, or a path. */
HsFormPackage *
hs_cli_load_package (HsCli *cli, const char *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
