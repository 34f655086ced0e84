/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier/hs-case-book.h"

#include "hs-test.h"

G_BEGIN_DECLS

#define TEST_PROCEDURE "1.001193"
#define TEST_OFFICE "00004"
#define TEST_PAPER "giay-chung-sinh"

/* A profile of its own in an empty folder, with the real clock and a secret store in memory. */
typedef struct
{
  HsWorld *world;
  HsStore *store;
  HsCatalogue *catalogue;
  HsUnits *units;
  HsCaseBook *book;
} DossierTest;

/* portal_url is nullable. */
void dossier_test_set_up (DossierTest *self, const char *portal_url);
/* dir goes at the end too. */
void dossier_test_set_up_in (DossierTest *self, const char *dir, const char *portal_url);
void dossier_test_tear_down (DossierTest *self);
/* As a new start of the program would see it. */
void dossier_test_close_book (DossierTest *self);
void dossier_test_reopen (DossierTest *self, const char *portal_url);

void dossier_test_flush (HsDossier *dossier);
/* A file in the slot without the way through the sandbox. */
void dossier_test_put_paper (DossierTest *self, HsDossier *dossier, const char *slot, gsize size);
void dossier_test_fill (HsDossier *dossier);
/* Everything that is needed is there, and it is declared to be true. paper_bytes 0: a small one. */
HsDossier *dossier_test_complete (DossierTest *self, gsize paper_bytes) G_GNUC_WARN_UNUSED_RESULT;
void dossier_test_sign_in (DossierTest *self);
/* Until the sending is DONE, FAILED, or waits with an error. */
void dossier_test_settle (HsSending *sending);
/* queue + resume that one + settle. */
HsSending *dossier_test_send (DossierTest *self, HsDossier *dossier) G_GNUC_WARN_UNUSED_RESULT;
void dossier_test_refresh (DossierTest *self);
/* The installed data with another edition of the birth declaration: a portal with it refuses ours. */
char *dossier_test_make_other_edition (void) G_GNUC_WARN_UNUSED_RESULT;
void dossier_test_remove_other_edition (const char *dir);
gboolean dossier_test_is_missing (HsDossier *dossier, const char *what);

G_END_DECLS
