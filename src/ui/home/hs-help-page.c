/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help: questions and answers, offline. */
#define G_LOG_DOMAIN "hoso"

#include "home/hs-help-page.h"

#include <glib/gi18n.h>

struct _HsHelpPage
{
  HsPage parent_instance;
  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (HsHelpPage, hs_help_page, HS_TYPE_PAGE)

static const struct
{
  const char *question;
  const char *answer;
} texts[] = {
  { N_ ("How do I find the right procedure?"),
    N_ ("Type what you want to do in the box at the top, with or without tone marks: “birth”, "
        "“marry”, "
        "“move house”. Or choose an event of life on the home page.") },
  { N_ ("How do I make a dossier?"),
    N_ ("Open the procedure and press “Start a dossier”. Work through the list of tasks in any "
        "order: "
        "office, declaration, papers, how you receive the result. Then check, declare and send.") },
  { N_ ("Do I have to save?"), N_ ("No. Every answer and every paper is saved by itself within a "
                                   "second. You may close the window at "
                                   "any time and go on later.") },
  { N_ ("What if there is no network?"),
    N_ ("You can read, fill in and add papers without it. A dossier you send waits in the outbox "
        "and goes "
        "by itself when the portal can be reached. It is never sent twice.") },
  { N_ ("How do I know the office has it?"),
    N_ ("Only a receipt signed by the portal counts as sent. You then see a number, the "
        "appointment slip and "
        "every step of the office under “Dossiers”.") },
  { N_ ("Where is my data?"), N_ ("On this computer, encrypted. The settings name the folder and "
                                  "say how it is protected. Only what you "
                                  "send leaves the computer.") },
  { N_ ("Is this a state website?"), N_ ("No. Hồ Sơ is made by volunteers and is not software of a "
                                         "state body. Decisions are made by the "
                                         "office, and only its own words count.") },
};

static GtkWidget *
make_label (const char *text, const char *style)
{
  return g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0f, "css-classes",
                       (const char *const[]){ style, NULL }, NULL);
}

static gboolean
hs_help_page_focus_first (HsPage *page)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HS_HELP_PAGE (page)->box));
}

static void
hs_help_page_class_init (HsHelpPageClass *klass)
{
  HS_PAGE_CLASS (klass)->focus_first = hs_help_page_focus_first;
}

static void
hs_help_page_init (HsHelpPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6,
                            "margin-start", 18, "margin-end", 18, "margin-top", 18, "margin-bottom",
                            24, "focusable", TRUE, NULL);
  gtk_box_append (self->box, make_label (_ ("Help"), "title-1"));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *question = make_label (_ (texts[i].question), "heading");

      gtk_widget_set_margin_top (question, 18);
      gtk_box_append (self->box, question);
      gtk_box_append (self->box, make_label (_ (texts[i].answer), "body"));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Help"), -1);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 760);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 720);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->box));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (self), scroller);
  hs_page_set_title (HS_PAGE (self), _ ("Help"));
}

HsPage *
hs_help_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  return g_object_new (HS_TYPE_HELP_PAGE, "context", context, NULL);
}
