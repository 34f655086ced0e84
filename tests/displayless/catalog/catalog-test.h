/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-catalogue.h"
#include "hs-test.h"

G_BEGIN_DECLS

/* A world and the catalogue opened in it; the test fails when that fails. */
typedef struct
{
  HsWorld *world;         /* (owned) */
  HsCatalogue *catalogue; /* (owned) */
} CatalogTest;

void catalog_test_open (CatalogTest *test);
void catalog_test_reopen (CatalogTest *test);
void catalog_test_close (CatalogTest *test);

/* Imports a file that must go in. */
HsImportReport *catalog_test_import (CatalogTest *test, const char *path);
/* Path of a real file beside the public suites; NULL and the test skipped by name when it is not there. */
char *catalog_test_real (const char *name);
/* Codes of the best answers, one space between; at most n. */
char *
catalog_test_search (CatalogTest *test, const char *text, const HsCatalogueFilter *filter, guint n);

/* Gives the world a share_dir of its own with a copy of the installed catalogue files. */
char *catalog_test_copy_share (HsWorld *world);
void catalog_test_remove_tree (const char *path);
void catalog_test_write (const char *folder, const char *name, const char *text);

G_END_DECLS
