// What things are called on the page.

export const IssueNames = {
  ExactDuplicate: 'Exact duplicate',
  NearDuplicate: 'Near duplicate',
  WrongLabel: 'Doubtful label',
  Outlier: 'Outlier',
  Dark: 'Dark',
  Light: 'Light',
  Blurry: 'Blurry',
  LowInformation: 'Nearly empty',
  OddAspectRatio: 'Odd shape',
  OddSize: 'Odd size',
  Gray: 'Gray',
  Damaged: 'Damaged',
};

export const ScoreNames = {
  outlier: 'Outlier score',
  label: 'Doubt about the label',
  nearest: 'Similarity to the nearest',
  brightness: 'Brightness',
  blur: 'Blur',
};

export const number = (value) => value.toLocaleString('en-US');

export const pictures = (count) => `${number(count)} ${count === 1 ? 'picture' : 'pictures'}`;

export const fileName = (path) => path.slice(path.lastIndexOf('/') + 1);
