/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of forms in words: what a newer one changes, and until when the draft's own is accepted. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-move-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *title;
  const char *hint;
} KindRow;

static const KindRow kind_rows[HS_FORM_N_MOVES] = {
  [HS_FORM_MOVE_SAME] = { N_ ("Stays the same"), N_ ("You have nothing to do here.") },
  [HS_FORM_MOVE_RENAMED] = { N_ ("Has another name"),
                             N_ ("The answer is the same, the question is worded anew.") },
  [HS_FORM_MOVE_CHANGED] = { N_ ("To be looked at again"),
                             N_ ("The answer is written another way, or no longer enough.") },
  [HS_FORM_MOVE_NEW] = { N_ ("New questions"), N_ ("The old version did not ask this.") },
  [HS_FORM_MOVE_NOT_MOVED] = { N_ ("Not carried over"), N_ ("The new version has no place for "
                                                            "this. It is kept beside the form "
                                                            "until you have dealt with it.") },
};

static const char *const reason_rows[HS_FORM_N_MOVE_REASONS] = {
  [HS_FORM_MOVE_REASON_NONE] = "",
  [HS_FORM_MOVE_REASON_CONVERTED] = N_ ("Written anew for the new version."),
  [HS_FORM_MOVE_REASON_REFUSED] = N_ ("The new version asks more here."),
  [HS_FORM_MOVE_REASON_DROPPED] = N_ ("The new version no longer asks this."),
  [HS_FORM_MOVE_REASON_NO_FIELD] = N_ ("The new version no longer asks this."),
  [HS_FORM_MOVE_REASON_KIND] = N_ ("The answer has to be written another way now."),
  [HS_FORM_MOVE_REASON_CODE] = N_ ("This choice is no longer in the list."),
  [HS_FORM_MOVE_REASON_OCCUPIED] = N_ ("Another answer took its place."),
  [HS_FORM_MOVE_REASON_PART] = N_ ("Only a part of it was carried over."),
};

const char *
hs_move_kind_title (HsFormMoveKind kind)
{
  g_return_val_if_fail ((guint) kind < HS_FORM_N_MOVES, "");
  return g_dgettext (GETTEXT_PACKAGE, kind_rows[kind].title);
}

const char *
hs_move_kind_hint (HsFormMoveKind kind)
{
  g_return_val_if_fail ((guint) kind < HS_FORM_N_MOVES, "");
  return g_dgettext (GETTEXT_PACKAGE, kind_rows[kind].hint);
}

const char *
hs_move_reason_words (HsFormMoveReason reason)
{
  g_return_val_if_fail ((guint) reason < HS_FORM_N_MOVE_REASONS, "");
  return *reason_rows[reason] != '\0' ? g_dgettext (GETTEXT_PACKAGE, reason_rows[reason]) : "";
}

/* How many items a group has, in words; by HsFormMoveKind. */
static char *
count_words (HsFormMoveKind kind, guint n)
{
  switch (kind)
    {
    case HS_FORM_MOVE_SAME:
      return g_strdup_printf (ngettext ("%u answer stays the same", "%u answers stay the same", n),
                              n);
    case HS_FORM_MOVE_RENAMED:
      return g_strdup_printf (ngettext ("%u has another name", "%u have another name", n), n);
    case HS_FORM_MOVE_CHANGED:
      return g_strdup_printf (
        ngettext ("%u needs to be answered again", "%u need to be answered again", n), n);
    case HS_FORM_MOVE_NEW:
      return g_strdup_printf (ngettext ("%u question is new", "%u questions are new", n), n);
    case HS_FORM_MOVE_NOT_MOVED:
      return g_strdup_printf (ngettext ("%u is not carried over", "%u are not carried over", n), n);
    case HS_FORM_N_MOVES:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* Names each group that is shown below, with the number that stands there. */
char *
hs_move_summary (HsFormMove *move)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (HsFormMoveKind kind = 0; kind < HS_FORM_N_MOVES; kind++)
    {
      guint n = hs_form_move_count (move, kind);

      if (n > 0 || kind == HS_FORM_MOVE_SAME)
        g_ptr_array_add (parts, count_words (kind, n));
    }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **) parts->pdata);
}

/* " (Thông tư 04/2024/TT-BTP)", or "". */
static char *
basis_words (HsDossier *dossier)
{
  g_auto (GStrv) basis = hs_dossier_dup_form_basis (dossier);
  g_autofree char *list = g_strjoinv ("; ", basis);

  return *list != '\0' ? g_strdup_printf (" (%s)", list) : g_strdup ("");
}

static char *
newer_words (HsFormPackage *newer)
{
  return g_strdup_printf (_ ("This form has a new version (%s)."),
                          hs_form_package_get_version (newer));
}

static char *
validity_words (HsDossier *dossier, HsFormValidity validity, const HsDate *last)
{
  g_autofree char *day = hs_date_to_text (last);
  g_autofree char *basis = basis_words (dossier);

  if (validity == HS_FORM_ENDED)
    return g_strdup_printf (_ ("The version of the form you filled in was accepted until %s%s. It "
                               "can no longer be sent."),
                            day, basis);
  return g_strdup_printf (
    _ ("The version of the form you filled in is accepted until %s%s. Send it by that day."), day,
    basis);
}

/* What can be done about it. */
static const char *
way_out (HsFormPackage *newer, HsFormValidity validity)
{
  if (newer != NULL)
    return _ ("Your answers can be carried over to the new version.");
  return validity == HS_FORM_ENDED
           ? _ ("Your answers are kept. Ask the office, or update the program.")
           : "";
}

HsFormNews
hs_form_news (HsDossier *dossier, char **text)
{
  HsDate last;
  HsFormValidity validity;
  HsFormPackage *newer;
  g_autofree char *words = NULL;
  const char *way;

  *text = NULL;
  if (hs_dossier_is_frozen (dossier))
    return HS_FORM_NEWS_NONE;
  validity = hs_dossier_get_form_validity (dossier, &last);
  newer = hs_dossier_get_newer_form (dossier, NULL);
  if (validity == HS_FORM_VALID)
    {
      *text = newer != NULL ? newer_words (newer) : NULL;
      return newer != NULL ? HS_FORM_NEWS_NEWER : HS_FORM_NEWS_NONE;
    }
  words = validity_words (dossier, validity, &last);
  way = way_out (newer, validity);
  *text = g_strjoin (*way != '\0' ? " " : "", words, way, NULL);
  return validity == HS_FORM_ENDED ? HS_FORM_NEWS_ENDED : HS_FORM_NEWS_ENDING;
}
