/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts of a procedure as groups of rows: plain words first, legal names exact. */
#define G_LOG_DOMAIN "hoso"

#include "procedure/hs-procedure-parts.h"

#include "base/hs-date.h"
#include "base/hs-text.h"
#include "catalog/hs-procedure-words.h"
#include "compat/hs-accessible.h"

#include <glib/gi18n.h>

static GtkWidget *
make_text (const char *text, const char *style)
{
  return g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "xalign", 0.0f, "hexpand", TRUE, "css-classes",
                       (const char *const[]){ style, NULL }, NULL);
}

static AdwPreferencesGroup *
make_group (const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  if (description != NULL)
    adw_preferences_group_set_description (group, description);
  return group;
}

/* A row that is read, not acted on: still reached by Tab, so that a screen reader comes by. */
static AdwActionRow *
make_row (const char *title, const char *subtitle)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *name =
    hs_text_is_blank (subtitle) ? g_strdup (title) : g_strdup_printf ("%s. %s", title, subtitle);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  if (!hs_text_is_blank (subtitle))
    adw_action_row_set_subtitle (row, subtitle);
  hs_accessible_set_name (GTK_WIDGET (row), name);
  return row;
}

static void
set_expander_title (AdwExpanderRow *row, const char *title)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  hs_accessible_set_name (GTK_WIDGET (row), title);
  hs_accessible_mend_parts (GTK_WIDGET (row)); /* the arrow */
}

static void
add_fact (GtkGrid *grid, int *row, const char *icon, const char *caption, const char *value)
{
  GtkWidget *image, *caption_label, *value_label;

  if (hs_text_is_blank (value))
    return;
  image = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "valign", GTK_ALIGN_START, "margin-top",
                        2, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (image, "dim-label");
  caption_label = make_text (caption, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (caption_label), FALSE);
  gtk_widget_set_hexpand (caption_label, FALSE);
  gtk_widget_set_valign (caption_label, GTK_ALIGN_START);
  value_label = make_text (value, "hs-fact");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value_label),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, caption_label, NULL, -1);
  gtk_grid_attach (grid, image, 0, *row, 1, 1);
  gtk_grid_attach (grid, caption_label, 1, *row, 1, 1);
  gtk_grid_attach (grid, value_label, 2, *row, 1, 1);
  (*row)++;
}

/* Each different text once, in the order of the channels. */
static char *
join_different (GPtrArray *channels, char *(*text) (const HsChannel *channel))
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < channels->len; i++)
    {
      char *one = text (g_ptr_array_index (channels, i));

      if (g_ptr_array_find_with_equal_func (seen, one, g_str_equal, NULL))
        g_free (one);
      else
        g_ptr_array_add (seen, one);
    }
  g_ptr_array_add (seen, NULL);
  return g_strjoinv ("\n", (char **) seen->pdata);
}

static char *
join_results (HsProcedure *procedure)
{
  GPtrArray *results = hs_procedure_get_results (procedure);
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();

  for (guint i = 0; i < results->len; i++)
    {
      const HsNamedText *result = g_ptr_array_index (results, i);
      /* the name is the result's code */
      char *text = hs_text_is_blank (result->text) ? result->name : result->text;

      if (!g_ptr_array_find_with_equal_func (seen, text, g_str_equal, NULL))
        g_ptr_array_add (seen, text);
    }
  g_ptr_array_add (seen, NULL);
  return g_strjoinv ("\n", (char **) seen->pdata);
}

static char *
join_channels (HsProcedure *procedure)
{
  GPtrArray *channels = hs_procedure_get_channels (procedure);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < channels->len; i++)
    {
      const HsChannel *channel = g_ptr_array_index (channels, i);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "",
                              hs_channel_words (channel->kind));
    }
  return g_string_free (text, FALSE);
}

/* The ways differ in time or cost, so that a table of them says something. */
static gboolean
channels_differ (GPtrArray *channels)
{
  g_autofree char *durations = join_different (channels, hs_channel_duration);
  g_autofree char *fees = join_different (channels, hs_channel_fee);

  return strchr (durations, '\n') != NULL || strchr (fees, '\n') != NULL;
}

GtkWidget *
hs_procedure_make_facts (HsProcedure *procedure)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  GPtrArray *channels = hs_procedure_get_channels (procedure);
  g_autofree char *results = join_results (procedure);
  g_autofree char *ways = join_channels (procedure);
  gboolean differ = channels_differ (channels);
  int row = 0;

  gtk_grid_set_row_spacing (grid, 12);
  gtk_grid_set_column_spacing (grid, 12);
  gtk_widget_add_css_class (GTK_WIDGET (grid), "card");
  gtk_widget_add_css_class (GTK_WIDGET (grid), "hs-card");
  add_fact (grid, &row, "emblem-ok-symbolic", _ ("What you get"), results);
  add_fact (grid, &row, "x-office-address-book-symbolic", _ ("Who decides"),
            hs_procedure_get_agency (procedure));
  if (!differ)
    {
      g_autofree char *durations = join_different (channels, hs_channel_duration);
      g_autofree char *fees = join_different (channels, hs_channel_fee);

      add_fact (grid, &row, "x-office-calendar-symbolic", _ ("How long"), durations);
      add_fact (grid, &row, "accessories-calculator-symbolic", _ ("What it costs"), fees);
    }
  add_fact (grid, &row, "mail-send-symbolic", _ ("Ways to hand it in"), ways);
  add_fact (grid, &row, "network-workgroup-symbolic", _ ("Online"),
            hs_online_long_words (hs_procedure_get_online (procedure)));
  add_fact (grid, &row, "dialog-information-symbolic", _ ("Please note"),
            hs_procedure_get_online_note (procedure));
  if (row == 0)
    {
      g_object_unref (g_object_ref_sink (grid));
      return NULL;
    }
  return GTK_WIDGET (grid);
}

GtkWidget *
hs_procedure_make_channels (HsProcedure *procedure)
{
  GPtrArray *channels = hs_procedure_get_channels (procedure);
  AdwPreferencesGroup *group;

  if (!channels_differ (channels))
    return NULL;
  group = make_group (_ ("How long and what it costs"), NULL);
  for (guint i = 0; i < channels->len; i++)
    {
      const HsChannel *channel = g_ptr_array_index (channels, i);
      g_autofree char *duration = hs_channel_duration (channel);
      g_autofree char *fee = hs_channel_fee (channel);
      g_autofree char *text = g_strdup_printf ("%s\n%s", duration, fee);

      adw_preferences_group_add (group,
                                 GTK_WIDGET (make_row (hs_channel_words (channel->kind), text)));
    }
  return GTK_WIDGET (group);
}

static char *
count_of_kind (const char *kind, guint n)
{
  if (g_strcmp0 (kind, "original") == 0)
    return g_strdup_printf (ngettext ("%u original", "%u originals", n), n);
  if (g_strcmp0 (kind, "certified") == 0)
    return g_strdup_printf (ngettext ("%u certified copy", "%u certified copies", n), n);
  return g_strdup_printf (ngettext ("%u copy", "%u copies", n), n);
}

/* "1 original, 2 copies" */
static char *
count_copies (const HsEvidence *evidence)
{
  g_autofree char *originals = NULL;
  g_autofree char *copies = NULL;

  if (evidence->n_originals > 0)
    originals = count_of_kind ("original", evidence->n_originals);
  if (evidence->n_copies > 0)
    copies = count_of_kind (originals != NULL ? "plain" : evidence->copy_kind, evidence->n_copies);
  if (originals != NULL && copies != NULL)
    return g_strdup_printf (C_ ("originals, copies", "%s, %s"), originals, copies);
  if (originals != NULL)
    return g_steal_pointer (&originals);
  return copies != NULL ? g_steal_pointer (&copies)
                        : g_strdup (hs_copy_kind_words (evidence->copy_kind));
}

static GtkWidget *
make_evidence_row (const HsEvidence *evidence, gboolean alternative)
{
  g_autofree char *copies = count_copies (evidence);
  const char *when;
  g_autofree char *subtitle = NULL;

  if (alternative)
    when = _ ("One of these is enough");
  else if (evidence->condition != NULL || !evidence->required)
    when = _ ("Only in some cases");
  else
    when = _ ("Required");
  subtitle = g_strdup_printf ("%s%s%s%s%s", when, *copies != '\0' ? " · " : "", copies,
                              hs_text_is_blank (evidence->note) ? "" : "\n",
                              hs_text_is_blank (evidence->note) ? "" : evidence->note);
  return GTK_WIDGET (make_row (evidence->name, subtitle));
}

static gboolean
has_alternative (GPtrArray *evidence, const HsEvidence *one)
{
  for (guint i = 0; one->group != NULL && i < evidence->len; i++)
    {
      const HsEvidence *other = g_ptr_array_index (evidence, i);

      if (other != one && g_strcmp0 (other->group, one->group) == 0)
        return TRUE;
    }
  return FALSE;
}

GtkWidget *
hs_procedure_make_evidence (HsProcedure *procedure)
{
  GPtrArray *evidence = hs_procedure_get_evidence (procedure);
  GPtrArray *notes = hs_procedure_get_notes (procedure);
  AdwPreferencesGroup *group;

  if (evidence->len == 0 && notes->len == 0)
    return NULL;
  group =
    make_group (_ ("What to bring"),
                evidence->len == 0 ? _ ("No papers are asked for besides the declaration.") : NULL);
  for (guint i = 0; i < evidence->len; i++)
    {
      const HsEvidence *one = g_ptr_array_index (evidence, i);

      adw_preferences_group_add (group, make_evidence_row (one, has_alternative (evidence, one)));
    }
  if (notes->len > 0)
    {
      AdwExpanderRow *expander = ADW_EXPANDER_ROW (adw_expander_row_new ());

      set_expander_title (expander, _ ("Good to know"));
      for (guint i = 0; i < notes->len; i++)
        adw_expander_row_add_row (expander,
                                  GTK_WIDGET (make_row (g_ptr_array_index (notes, i), NULL)));
      adw_preferences_group_add (group, GTK_WIDGET (expander));
    }
  return GTK_WIDGET (group);
}

/* Named texts as rows; a text without a name is its own title. */
static void
add_named_texts (AdwPreferencesGroup *group, GPtrArray *texts, gboolean numbered)
{
  for (guint i = 0; i < texts->len; i++)
    {
      const HsNamedText *one = g_ptr_array_index (texts, i);
      gboolean named = !hs_text_is_blank (one->name);
      g_autofree char *number = numbered ? g_strdup_printf ("%u. ", i + 1) : g_strdup ("");
      g_autofree char *title = g_strconcat (number, named ? one->name : one->text, NULL);

      adw_preferences_group_add (group, GTK_WIDGET (make_row (title, named ? one->text : NULL)));
    }
}

GtkWidget *
hs_procedure_make_steps (HsProcedure *procedure)
{
  GPtrArray *steps = hs_procedure_get_steps (procedure);
  AdwPreferencesGroup *group;

  if (steps->len == 0)
    return NULL;
  group = make_group (_ ("Steps"), NULL);
  add_named_texts (group, steps, TRUE);
  return GTK_WIDGET (group);
}

GtkWidget *
hs_procedure_make_requirements (HsProcedure *procedure)
{
  const char *text = hs_procedure_get_requirements (procedure);
  GPtrArray *cases = hs_procedure_get_cases (procedure);
  AdwPreferencesGroup *group;

  if (hs_text_is_blank (text) && cases->len < 2)
    return NULL;
  group = make_group (_ ("Requirements"), NULL);
  if (!hs_text_is_blank (text))
    adw_preferences_group_add (group, GTK_WIDGET (make_row (text, NULL)));
  if (cases->len > 1)
    add_named_texts (group, cases, FALSE);
  return GTK_WIDGET (group);
}

GtkWidget *
hs_procedure_make_legal (HsProcedure *procedure)
{
  GPtrArray *bases = hs_procedure_get_legal_bases (procedure);
  AdwPreferencesGroup *group;
  AdwExpanderRow *expander;
  g_autofree char *count = NULL;

  if (bases->len == 0)
    return NULL;
  group = make_group (_ ("Legal basis"), NULL);
  expander = ADW_EXPANDER_ROW (adw_expander_row_new ());
  count = g_strdup_printf (ngettext ("%u document", "%u documents", bases->len), bases->len);
  set_expander_title (expander, count);
  for (guint i = 0; i < bases->len; i++)
    {
      const HsNamedText *one = g_ptr_array_index (bases, i);
      gboolean named = !hs_text_is_blank (one->name);

      adw_expander_row_add_row (
        expander, GTK_WIDGET (make_row (named ? one->name : one->text, named ? one->text : NULL)));
    }
  adw_preferences_group_add (group, GTK_WIDGET (expander));
  return GTK_WIDGET (group);
}

GtkWidget *
hs_procedure_make_source (HsProcedure *procedure)
{
  GString *text = g_string_new (NULL);
  const char *updated = hs_procedure_get_updated (procedure);
  const char *decision = hs_procedure_get_decision (procedure);
  HsDate date;
  GtkWidget *label;

  g_string_append_printf (text, _ ("Procedure %s, “%s”."), hs_procedure_get_code (procedure),
                          hs_procedure_get_legal_name (procedure));
  if (!hs_text_is_blank (decision))
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("Published by decision %s, %s."), decision,
                              hs_procedure_get_promulgator (procedure));
    }
  if (!hs_text_is_blank (hs_procedure_get_source (procedure)))
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("Source: %s."), hs_procedure_get_source (procedure));
    }
  if (hs_date_parse_iso (updated, &date))
    {
      g_autofree char *day = hs_date_to_text (&date);

      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("Last changed: %s."), day);
    }
  label = make_text (text->str, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  g_string_free (text, TRUE);
  return label;
}
