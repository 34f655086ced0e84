/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dossier-test.h"

G_BEGIN_DECLS

/* A profile, and an installation whose birth declaration and code lists the test writes. One per program. */

#define OLD_FIELD "/con/queQuan"
#define NEW_FIELD "/con/noiQueQuan" /* its name in editions that are `renamed` */
#define EMAIL "/nguoiYeuCau/email"
#define N_FORM_BLOBS 3 /* the bytes of one edition and of the lists it names */

typedef struct
{
  DossierTest profile;
} Scene;

typedef struct
{
  const char *version;
  gboolean renamed;     /* the place of origin has another name, the e-mail is dropped */
  const char *valid_to; /* (nullable) */
  const char *law;      /* (nullable) one more */
  const char *label;    /* (nullable) of the place of origin */
  const char *peoples;  /* (nullable) version of the list of ethnic groups; NULL: the shipped one */
} VersionEdition;

extern const VersionEdition version_first;  /* 1.0.0 */
extern const VersionEdition version_second; /* 2.0.0, renamed */

void version_scene_make_installation (void);
void version_scene_remove_installation (void);
const char *version_scene_get_share_dir (void);
/* As a publisher would: another version of what this program ships. */
void version_scene_install (const VersionEdition *edition);
void version_scene_uninstall_form (void);
/* forms/lists/danToc.json in that version, each label after prefix. NULL: it goes. */
void version_scene_install_peoples (const char *version, const char *prefix);

/* For g_test_add(): the first edition is installed, it is 2026-11-25. */
void version_scene_set_up (Scene *scene, gconstpointer data);
void version_scene_tear_down (Scene *scene, gconstpointer data);
/* The clock of set_up. */
void version_scene_set_day (int year, int month, int day);
gint64 version_scene_read_clock (gpointer data);
void version_scene_set_clock (gint64 now_us);

/* A dossier begun with what is installed, and on disk. Returns: (transfer full): its id. */
char *version_scene_begin (Scene *scene) G_GNUC_WARN_UNUSED_RESULT;
/* As the next start of the program sees it. */
HsDossier *version_scene_reopen (Scene *scene, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/* Everything that is needed to send it. */
void version_scene_complete (Scene *scene, HsDossier *dossier);
/* To the newer version. */
void version_scene_move (HsDossier *dossier);
const char *version_scene_version_of (HsDossier *dossier);
const char *version_scene_text_of (HsDossier *dossier, const char *pointer);
guint version_scene_count_kept (HsDossier *dossier);
guint version_scene_count_blobs (Scene *scene, const char *id);
void version_scene_set_text (JsonNode *root, const char *pointer, const char *text);

G_END_DECLS
