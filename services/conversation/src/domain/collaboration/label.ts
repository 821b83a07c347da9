export interface Label {
  id: string;
  name: string;
  /** `#rrggbb` */
  color: string;
}
