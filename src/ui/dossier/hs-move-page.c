/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of differences between the version a draft was begun in and the newer one. It plans the move on a
 * copy; only the button does it. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-move-page.h"

#include "app/hs-feedback.h"
#include "compat/hs-accessible.h"
#include "dossier/hs-move-words.h"
#include "widgets/hs-width-bin.h"

#include <glib/gi18n.h>

/* So many lines of a group are shown; a table of a thousand rows says the same again and again. */
#define MAX_SHOWN 150

struct _HsMovePage
{
  HsPage parent_instance;

  HsDossier *dossier; /* (owned) */
  HsFormMove *move;   /* (owned) (nullable) as planned when the page came up */
  GPtrArray
    *pairs; /* (owned) (element-type GtkWidget) unowned: old and new, beside or below each other */

  GtkWidget *width;
  GtkWidget *title_label;
  GtkWidget *why_label;
  GtkWidget *summary_label;
  GtkWidget *groups;
  GtkWidget *reason_label;
  GtkWidget *buttons;
  GtkWidget *keep_button;
  GtkWidget *move_button;
};

G_DEFINE_FINAL_TYPE (HsMovePage, hs_move_page, HS_TYPE_PAGE)

static void
layout_cb (HsMovePage *self)
{
  GtkOrientation orientation = hs_width_bin_is_narrow (HS_WIDTH_BIN (self->width))
                                 ? GTK_ORIENTATION_VERTICAL
                                 : GTK_ORIENTATION_HORIZONTAL;

  for (guint i = 0; i < self->pairs->len; i++)
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->pairs->pdata[i]), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->buttons), orientation);
}

/* The lines. */

static GtkWidget *
new_text (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* "Bản cũ" over name and answer. */
static GtkWidget *
new_side (const char *head, const char *label, const char *text)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (side), new_text (head, "caption"));
  gtk_box_append (GTK_BOX (side), new_text (label, "dim-label"));
  gtk_box_append (GTK_BOX (side), new_text (*text != '\0' ? text : "—", "heading"));
  gtk_widget_set_hexpand (side, TRUE);
  return side;
}

static GtkWidget *
new_pair (HsMovePage *self, HsFormMoveItem *item)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  const char *old = hs_form_move_item_get_old_label (item);
  const char *new = hs_form_move_item_get_label (item);

  gtk_box_set_homogeneous (GTK_BOX (pair), TRUE);
  if (*old != '\0')
    gtk_box_append (GTK_BOX (pair),
                    new_side (_ ("Old version"), old, hs_form_move_item_get_old_text (item)));
  if (*new != '\0')
    gtk_box_append (GTK_BOX (pair),
                    new_side (_ ("New version"), new, hs_form_move_item_get_text (item)));
  g_ptr_array_add (self->pairs, pair);
  return pair;
}

static char *
dup_why (HsFormMoveItem *item)
{
  const char *note = hs_form_move_item_get_note (item);

  if (note != NULL)
    return g_strdup (note);
  if (hs_form_move_item_get_kind (item) == HS_FORM_MOVE_NEW)
    return g_strdup (hs_form_move_item_needs_answer (item) ? _ ("Has to be answered.")
                                                           : _ ("May be left empty."));
  return g_strdup (hs_move_reason_words (hs_form_move_item_get_reason (item)));
}

/* What a screen reader says of the line. */
static char *
dup_name (HsFormMoveItem *item, const char *why)
{
  const char *old = hs_form_move_item_get_old_label (item);
  const char *new = hs_form_move_item_get_label (item);
  GString *name = g_string_new (NULL);

  if (*old != '\0')
    /* TRANSLATORS: Old version: Full name: NGUYỄN AN. */
    g_string_append_printf (name, _ ("Old version: %s: %s."), old,
                            hs_form_move_item_get_old_text (item));
  if (*new != '\0')
    {
      if (name->len > 0)
        g_string_append_c (name, ' ');
      g_string_append_printf (name, _ ("New version: %s: %s."), new,
                              hs_form_move_item_get_text (item));
    }
  if (*why != '\0')
    g_string_append_printf (name, " %s", why);
  return g_string_free (name, FALSE);
}

static GtkWidget *
new_row (HsMovePage *self, HsFormMoveItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *why = dup_why (item);
  g_autofree char *name = dup_name (item, why);

  gtk_widget_add_css_class (box, "padded");
  if (*hs_form_move_item_get_place (item) != '\0')
    gtk_box_append (GTK_BOX (box), new_text (hs_form_move_item_get_place (item), "caption"));
  gtk_box_append (GTK_BOX (box), new_pair (self, item));
  if (*why != '\0')
    gtk_box_append (GTK_BOX (box), new_text (why, NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  hs_accessible_set_name (row, name);
  return row;
}

/* What stays the same: name and answer on one line. */
static GtkWidget *
new_plain_row (HsFormMoveItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  const char *place = hs_form_move_item_get_place (item);
  g_autofree char *head = *place != '\0'
                            ? g_strdup_printf ("%s › %s", place, hs_form_move_item_get_label (item))
                            : g_strdup (hs_form_move_item_get_label (item));
  g_autofree char *name = g_strdup_printf ("%s: %s", head, hs_form_move_item_get_text (item));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (box, "padded");
  gtk_box_append (GTK_BOX (box), new_text (head, "dim-label"));
  gtk_box_append (GTK_BOX (box), new_text (hs_form_move_item_get_text (item), NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  hs_accessible_set_name (row, name);
  return row;
}

/* The groups. */

static GtkWidget *
new_list (HsMovePage *self, HsFormMoveKind kind)
{
  GListModel *items = hs_form_move_get_items (self->move);
  GtkWidget *list = gtk_list_box_new ();
  guint shown = 0;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  hs_accessible_set_name (list, hs_move_kind_title (kind));
  for (guint i = 0; i < g_list_model_get_n_items (items) && shown < MAX_SHOWN; i++)
    {
      g_autoptr (HsFormMoveItem) item = g_list_model_get_item (items, i);

      if (hs_form_move_item_get_kind (item) != kind)
        continue;
      gtk_list_box_append (GTK_LIST_BOX (list),
                           kind == HS_FORM_MOVE_SAME ? new_plain_row (item) : new_row (self, item));
      shown++;
    }
  return list;
}

static void
add_group (HsMovePage *self, HsFormMoveKind kind)
{
  guint n = hs_form_move_count (self->move, kind);
  g_autofree char *title = g_strdup_printf ("%s (%u)", hs_move_kind_title (kind), n);
  GtkWidget *expander, *content, *head;

  if (n == 0)
    return;
  expander = gtk_expander_new (NULL);
  content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  head = new_text (title, "title-4");
  gtk_expander_set_label_widget (GTK_EXPANDER (expander), head);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), kind != HS_FORM_MOVE_SAME);
  hs_accessible_set_name (expander, title);
  gtk_box_append (GTK_BOX (content), new_text (hs_move_kind_hint (kind), "dim-label"));
  gtk_box_append (GTK_BOX (content), new_list (self, kind));
  if (n > MAX_SHOWN)
    {
      g_autofree char *more =
        g_strdup_printf (ngettext ("and %u more", "and %u more", n - MAX_SHOWN), n - MAX_SHOWN);

      gtk_box_append (GTK_BOX (content), new_text (more, "dim-label"));
    }
  gtk_expander_set_child (GTK_EXPANDER (expander), content);
  gtk_box_append (GTK_BOX (self->groups), expander);
}

static void
show_words (HsMovePage *self)
{
  HsFormPackage *from = hs_form_move_get_from (self->move);
  HsFormPackage *to = hs_form_move_get_to (self->move);
  g_auto (GStrv) basis = hs_dossier_dup_form_basis (self->dossier);
  g_autofree char *laws = g_strjoinv ("; ", basis);
  g_autofree char *summary = hs_move_summary (self->move);
  g_autofree char *title =
    g_strdup_printf (_ ("%s: from version %s to %s"), hs_form_package_get_title (to),
                     hs_form_package_get_version (from), hs_form_package_get_version (to));
  g_autofree char *why =
    *laws != '\0' ? g_strdup_printf (_ ("The new version follows: %s."), laws) : g_strdup ("");

  gtk_label_set_text (GTK_LABEL (self->title_label), title);
  gtk_label_set_text (GTK_LABEL (self->why_label), why);
  gtk_widget_set_visible (self->why_label, *why != '\0');
  gtk_label_set_text (GTK_LABEL (self->summary_label), summary);
}

/* A version that is no longer accepted cannot be kept, and the page says why. */
static void
show_choice (HsMovePage *self)
{
  gboolean ended = hs_dossier_get_form_validity (self->dossier, NULL) == HS_FORM_ENDED;
  g_autofree char *why = NULL;

  hs_form_news (self->dossier, &why);
  gtk_widget_set_sensitive (self->keep_button, !ended);
  gtk_label_set_text (GTK_LABEL (self->reason_label), why != NULL ? why : "");
  gtk_widget_set_visible (self->reason_label,
                          hs_dossier_get_form_validity (self->dossier, NULL) != HS_FORM_VALID);
}

static void
show_move (HsMovePage *self)
{
  static const HsFormMoveKind order[] = { HS_FORM_MOVE_CHANGED, HS_FORM_MOVE_NEW,
                                          HS_FORM_MOVE_NOT_MOVED, HS_FORM_MOVE_RENAMED,
                                          HS_FORM_MOVE_SAME };
  GtkWidget *child;

  g_ptr_array_set_size (self->pairs, 0);
  while ((child = gtk_widget_get_first_child (self->groups)) != NULL)
    gtk_box_remove (GTK_BOX (self->groups), child);
  show_words (self);
  show_choice (self);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    add_group (self, order[i]);
  layout_cb (self);
}

/* What the buttons do. */

static void
keep_cb (HsMovePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
move_cb (HsMovePage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->move == NULL || !hs_dossier_move_form (self->dossier, self->move, &error))
    {
      hs_app_show_error (GTK_WIDGET (self), error);
      return;
    }
  text = g_strdup_printf (_ ("Your answers are in version %s now. Check them before you send."),
                          hs_form_package_get_version (hs_form_move_get_to (self->move)));
  hs_app_toast (GTK_WIDGET (self), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static gboolean
focus_first (HsPage *page)
{
  return gtk_widget_grab_focus (HS_MOVE_PAGE (page)->move_button);
}

/* It may have been edited since: the plan is made anew. */
static void
shown (HsPage *page)
{
  HsMovePage *self = HS_MOVE_PAGE (page);
  g_autoptr (GError) error = NULL;
  HsFormMove *move = hs_dossier_plan_move (self->dossier, &error);

  if (move == NULL)
    {
      hs_app_show_error (GTK_WIDGET (self), error);
      gtk_widget_set_sensitive (self->move_button, FALSE);
      return;
    }
  g_set_object (&self->move, move);
  g_object_unref (move);
  show_move (self);
}

static gboolean
take_target (HsPage *page, const char *action, GVariant *target)
{
  return g_str_equal (action, "move-form") &&
         g_strcmp0 (g_variant_get_string (target, NULL),
                    hs_dossier_get_id (HS_MOVE_PAGE (page)->dossier)) == 0;
}

static void
hs_move_page_dispose (GObject *object)
{
  HsMovePage *self = HS_MOVE_PAGE (object);

  g_ptr_array_set_size (self->pairs, 0);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_MOVE_PAGE);
  g_clear_object (&self->dossier);
  g_clear_object (&self->move);
  G_OBJECT_CLASS (hs_move_page_parent_class)->dispose (object);
}

static void
hs_move_page_finalize (GObject *object)
{
  g_ptr_array_unref (HS_MOVE_PAGE (object)->pairs);
  G_OBJECT_CLASS (hs_move_page_parent_class)->finalize (object);
}

static void
hs_move_page_class_init (HsMovePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HsPageClass *page_class = HS_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_move_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_move_page_finalize;
  g_type_ensure (HS_TYPE_WIDTH_BIN);
  page_class->shown = shown;
  page_class->focus_first = focus_first;
  page_class->take_target = take_target;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/dossier/hs-move-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, width);
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, title_label);
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, why_label);
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, summary_label);
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, groups);
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, reason_label);
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, buttons);
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, keep_button);
  gtk_widget_class_bind_template_child (widget_class, HsMovePage, move_button);
  gtk_widget_class_bind_template_callback (widget_class, layout_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
}

static void
hs_move_page_init (HsMovePage *self)
{
  self->pairs = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_page_set_title (HS_PAGE (self), _ ("New version of the form"));
}

HsPage *
hs_move_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  const char *id = g_variant_get_string (target, NULL);
  HsDossier *dossier = hs_case_book_find (hs_app_context_get_case_book (context), id);
  g_autoptr (HsFormMove) move = NULL;
  HsMovePage *self;

  if (dossier == NULL)
    {
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND, "no dossier %s", id);
      return NULL;
    }
  move = hs_dossier_plan_move (dossier, error);
  if (move == NULL)
    return NULL;
  self = g_object_new (HS_TYPE_MOVE_PAGE, "context", context, NULL);
  self->dossier = g_object_ref (dossier);
  self->move = g_steal_pointer (&move);
  show_move (self);
  return HS_PAGE (self);
}
