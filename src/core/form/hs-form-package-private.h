/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/version/hs-form-migration.h"
#include "form/hs-form-package.h"
#include "form/plan/hs-form-plan.h"

G_BEGIN_DECLS

/* (transfer none), lives as long as the package. */
HsFormPlan *hs_form_package_get_plan (HsFormPackage *self);

HsFormMigration *hs_form_package_get_migration (HsFormPackage *self);

G_END_DECLS
